import { Group, Paper, SimpleGrid, Text } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { api, taken } from '../api/client.ts'
import { useMay } from '../api/session.tsx'
import type { BillingDocument, RunDetail } from '../api/shapes.ts'
import { DocumentTable } from '../documents/document-table.tsx'
import { isMoving, isReleasable } from '../documents/status.tsx'
import { Instant, periodText } from '../figures/dates.tsx'
import { totals } from '../figures/exact.ts'
import { Amounts, Count } from '../figures/figures.tsx'
import { ConfirmButton } from '../frame/confirm.tsx'
import { Facts, Section } from '../frame/facts.tsx'
import { Foreign } from '../frame/name.tsx'
import { told } from '../frame/notify.tsx'
import { Page } from '../frame/page.tsx'
import { Empty, Found } from '../frame/states.tsx'
import { Selection } from './selection.tsx'

const movingMs = 2_000
const standingMs = 15_000

export function RunPage() {
  const { runId } = useParams({ from: '/runs/$runId' })
  const run = useQuery({
    queryKey: ['run', runId],
    queryFn: () => taken(api.GET('/api/v1/runs/{runId}', { params: { path: { runId } } })),
    refetchInterval: ({ state }) => (state.data?.documents.some(isMoving) === true ? movingMs : standingMs),
  })
  const back = { to: '/runs', label: 'Billing runs' }
  return (
    <Page
      back={back}
      windowTitle="Run"
      title={run.data === undefined ? 'Run' : `Run for ${periodText(run.data.run.period)}`}
      lead={run.data === undefined ? undefined : <Selection selection={run.data.run.selection} />}
      actions={run.data === undefined ? null : <ReleaseRun detail={run.data} />}
    >
      <Found query={run} rows={8}>
        {(data) => <Content detail={data} />}
      </Found>
    </Page>
  )
}

function Content({ detail: { run, documents } }: { detail: RunDetail }) {
  const counted = documents.filter((document) => document.status !== 'discarded')
  const groups = [
    ['Documents', counted],
    ['Ready to release', counted.filter(isReleasable)],
    ['Blocked or in doubt', counted.filter((each) => each.blocked !== null || each.sending === 'in_doubt')],
    ['Issued', counted.filter((each) => each.status === 'issued')],
  ] as const
  return (
    <>
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="sm">
        {groups.map(([label, list]) => (
          <Paper key={label} p="sm" px="md">
            <Text size="xs" className="quiet">
              {label}
            </Text>
            <Text fw={600} fz="1.15rem">
              <Count value={list.length} />
            </Text>
            <Text size="xs" component="div" className="tile-money">
              {list.length === 0 ? (
                <span className="quiet">–</span>
              ) : (
                <Amounts list={totals(list.map((each) => each.net))} />
              )}
            </Text>
          </Paper>
        ))}
      </SimpleGrid>
      <Section title="Documents of this run" flush>
        {documents.length === 0 ? (
          <Empty title="Nothing was priced for this period">
            Work that is held by a case joins the next run once its case is cured.
          </Empty>
        ) : (
          <DocumentTable label="Documents of this run" rows={documents} />
        )}
      </Section>
      <Section title="About this run">
        <Facts
          list={[
            ['Started', <Instant key="at" at={run.requestedAt} />],
            ['Started by', <Foreign key="by" text={run.requestedBy} />],
            ['State', run.state.replaceAll('_', ' ')],
            ['Cut-off', `position ${run.cutOff} of the log: what arrived later waits for the next run`],
          ]}
        />
      </Section>
    </>
  )
}

function isReleased(document: BillingDocument): boolean {
  return document.status === 'release_requested' || document.status === 'issued'
}

/** All of a run or nothing: offered when every document that is left can go. */
function ReleaseRun({ detail: { run, documents } }: { detail: RunDetail }) {
  const may = useMay('document.release')
  const waiting = documents.filter((each) => !isReleased(each))
  const ready = waiting.length > 0 && waiting.every(isReleasable)
  if (!may || !ready) return null
  const sums = totals(waiting.map((each) => each.total))
  return (
    <ConfirmButton
      label={waiting.length === 1 ? 'Release the document' : `Release all ${waiting.length}`}
      icon={<IconSend size={16} />}
      title="Release every document of this run"
      confirm={`Release ${waiting.length}`}
      act={(key) =>
        taken(
          api.POST('/api/v1/runs/{runId}/release', {
            params: { path: { runId: run.runId } },
            headers: { 'Idempotency-Key': key },
            body: { documents: documents.map(({ documentId, version }) => ({ documentId, version })) },
          }),
        )
      }
      done={({ released }) =>
        told(`${released} released`, 'The ERP issues them now; their numbers appear here.')
      }
    >
      <Text size="sm">
        All of them in the versions shown here, or none. The ERP issues them to the clients; after that they
        can only be corrected by credits.
      </Text>
      <Group justify="space-between" align="flex-start">
        <Text size="sm" className="quiet">
          Total of {waiting.length}
        </Text>
        <Text fw={600} component="div">
          <Amounts list={sums} />
        </Text>
      </Group>
    </ConfirmButton>
  )
}
