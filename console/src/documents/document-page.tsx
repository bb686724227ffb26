import { Badge, Grid, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { api, taken } from '../api/client.ts'
import type { PreBill } from '../api/shapes.ts'
import { Day, Instant, periodText } from '../figures/dates.tsx'
import { Facts, Section } from '../frame/facts.tsx'
import { TextLink } from '../frame/link.tsx'
import { Foreign, Name } from '../frame/name.tsx'
import { Page } from '../frame/page.tsx'
import { Found } from '../frame/states.tsx'
import { Comparison } from './comparison.tsx'
import { DocumentActions } from './document-actions.tsx'
import { EarlierDocuments } from './earlier-documents.tsx'
import { HeldWork } from './held-work.tsx'
import { Obstacle } from './obstacle.tsx'
import { PreBillLines } from './pre-bill-lines.tsx'
import { StatusTag, isMoving } from './status.tsx'

const movingMs = 1_500
const standingMs = 15_000

export function DocumentPage() {
  const { documentId } = useParams({ from: '/documents/$documentId' })
  const preBill = useQuery({
    queryKey: ['document', documentId],
    queryFn: () => taken(api.GET('/api/v1/documents/{documentId}', { params: { path: { documentId } } })),
    refetchInterval: ({ state }) =>
      state.data !== undefined && isMoving(state.data.document) ? movingMs : standingMs,
  })
  const back = { to: '/documents', label: 'Documents' }
  if (preBill.data === undefined) {
    return (
      <Page title="Document" windowTitle="Document" back={back}>
        <Found query={preBill} rows={10}>
          {() => null}
        </Found>
      </Page>
    )
  }
  const { document } = preBill.data
  const what = document.kind === 'credit' ? 'Credit' : document.status === 'issued' ? 'Invoice' : 'Pre-bill'
  return (
    <Page
      back={back}
      windowTitle={`${what} ${document.client.name ?? document.client.id}`}
      title={
        <>
          {what} for <Name of={document.client} />
        </>
      }
      lead={
        <Group gap="xs" mt={4}>
          <StatusTag document={document} />
          {document.kind === 'credit' ? <Badge color="grape">Credit</Badge> : null}
          <span>{periodText(document.period)}</span>
          {document.purchaseOrder === null ? null : (
            <span>
              · Order <Foreign text={document.purchaseOrder} />
            </span>
          )}
          {document.erp.number === null ? null : <span>· ERP number {document.erp.number}</span>}
        </Group>
      }
      actions={<DocumentActions preBill={preBill.data} />}
    >
      <Obstacle document={document} />
      <Grid gap="md" align="flex-start">
        <Grid.Col span={{ base: 12, lg: 8 }}>
          <Stack gap="md">
            <PreBillLines preBill={preBill.data} />
            <HeldWork document={document} />
            <EarlierDocuments preBill={preBill.data} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 4 }}>
          <Stack gap="md">
            <Comparison document={document} />
            <About document={document} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function About({ document }: { document: PreBill['document'] }) {
  return (
    <Section title="About this document">
      <Facts
        list={[
          ['Client', <Name key="client" of={document.client} id />],
          ['Contract', <Name key="contract" of={document.contract} id />],
          document.purchaseOrder === null
            ? null
            : ['Purchase order', <Foreign key="order" text={document.purchaseOrder} />],
          ['Legal entity', <Name key="entity" of={document.legalEntity} id />],
          ['Accounting day', <Day key="day" day={document.accountingOn} />],
          ['Reference', <Foreign key="reference" text={document.reference} />],
          [
            'Run',
            <TextLink inherit key="run" to="/runs/$runId" params={{ runId: document.runId }}>
              The run that made it
            </TextLink>,
          ],
          document.correctsDocument === null
            ? null
            : [
                'Corrects',
                <TextLink
                  inherit
                  key="corrects"
                  to="/documents/$documentId"
                  params={{ documentId: document.correctsDocument }}
                >
                  The corrected invoice
                </TextLink>,
              ],
          ['Version', versionText(document)],
          ['Made', <Instant key="made" at={document.createdAt} />],
          document.releasedAt === null
            ? null
            : [
                'Released',
                <span key="released">
                  <Instant at={document.releasedAt} /> by <Foreign text={document.releasedBy ?? 'unknown'} />
                </span>,
              ],
          document.issuedAt === null ? null : ['Issued', <Instant key="issued" at={document.issuedAt} />],
        ]}
      />
    </Section>
  )
}

function versionText({ version, sentVersion }: PreBill['document']): string {
  if (sentVersion === null) return `${version}, not in the ERP yet`
  return sentVersion === version
    ? `${version}, as it stands in the ERP`
    : `${version}; the ERP still has ${sentVersion}`
}
