import { Paper } from '@mantine/core'
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { AdjustmentPage } from './write-offs/adjustment-page.tsx'
import { AdjustmentsPage } from './adjustments/adjustments-page.tsx'
import { ApprovalsPage, readApprovalSearch } from './approvals/approvals-page.tsx'
import { ProposalPage } from './approvals/proposal-page.tsx'
import { CasePage } from './cases/case-page.tsx'
import { CasesPage, readCaseSearch } from './cases/cases-page.tsx'
import { ConnectionsPage } from './connections/connections-page.tsx'
import { ContractPage } from './contracts/contract-page.tsx'
import { ContractsPage, readContractSearch } from './contracts/contracts-page.tsx'
import { DocumentPage } from './documents/document-page.tsx'
import { DocumentsPage, readDocumentSearch } from './documents/documents-page.tsx'
import { Page } from './frame/page.tsx'
import { Empty, ProblemNotice } from './frame/states.tsx'
import { LogPage } from './log/log-page.tsx'
import { OverviewPage, readOverviewSearch } from './overview/overview-page.tsx'
import { NewRunPage } from './runs/new-run-page.tsx'
import { RunPage } from './runs/run-page.tsx'
import { RunsPage } from './runs/runs-page.tsx'
import { Door } from './sign-in/door.tsx'
import { PasswordPage } from './sign-in/password-page.tsx'
import { readWorkSearch } from './work/work-search.ts'
import { WorkEntryPage } from './work/work-entry-page.tsx'
import { WorkPage } from './work/work-page.tsx'
import { TextLink } from './frame/link.tsx'

function Missing() {
  return (
    <Page title="There is no such page" windowTitle="Not found">
      <Paper>
        <Empty title="Nothing is here">
          The address is not one of the console's pages.{' '}
          <TextLink to="/" inherit>
            Go to the overview
          </TextLink>
        </Empty>
      </Paper>
    </Page>
  )
}

const root = createRootRoute({
  component: Door,
  notFoundComponent: Missing,
  errorComponent: ({ error, reset }) => <ProblemNotice error={error} retry={reset} />,
})

const at = <const Path extends string>(path: Path) => ({ getParentRoute: () => root, path }) as const

const routes = [
  createRoute({ ...at('/'), component: OverviewPage, validateSearch: readOverviewSearch }),
  createRoute({ ...at('/runs'), component: RunsPage }),
  createRoute({ ...at('/runs/new'), component: NewRunPage }),
  createRoute({ ...at('/runs/$runId'), component: RunPage }),
  createRoute({ ...at('/documents'), component: DocumentsPage, validateSearch: readDocumentSearch }),
  createRoute({ ...at('/documents/$documentId'), component: DocumentPage }),
  createRoute({ ...at('/contracts'), component: ContractsPage, validateSearch: readContractSearch }),
  createRoute({ ...at('/contracts/$contractId'), component: ContractPage }),
  createRoute({ ...at('/work'), component: WorkPage, validateSearch: readWorkSearch }),
  createRoute({ ...at('/work/$workId'), component: WorkEntryPage }),
  createRoute({ ...at('/cases'), component: CasesPage, validateSearch: readCaseSearch }),
  createRoute({ ...at('/cases/$caseId'), component: CasePage }),
  createRoute({ ...at('/approvals'), component: ApprovalsPage, validateSearch: readApprovalSearch }),
  createRoute({ ...at('/approvals/$proposalId'), component: ProposalPage }),
  createRoute({ ...at('/write-offs/$adjustmentId'), component: AdjustmentPage }),
  createRoute({ ...at('/adjustments'), component: AdjustmentsPage }),
  createRoute({ ...at('/connections'), component: ConnectionsPage }),
  createRoute({ ...at('/log'), component: LogPage }),
  createRoute({ ...at('/password'), component: PasswordPage }),
] as const

export const router = createRouter({ routeTree: root.addChildren([...routes]), defaultPreload: false })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
