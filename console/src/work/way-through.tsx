import { Badge, Box, Group, Text, Timeline } from '@mantine/core'
import {
  IconBuildingBank,
  IconCalculator,
  IconCheck,
  IconFileInvoice,
  IconInbox,
  IconX,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { api, taken } from '../api/client.ts'
import { useMay } from '../api/session.tsx'
import type { Charge, WorkDetail } from '../api/shapes.ts'
import { StatusTag } from '../documents/status.tsx'
import { Instant, dayText } from '../figures/dates.tsx'
import { Amount, Hours, Rate, hoursText } from '../figures/figures.tsx'
import { Section } from '../frame/facts.tsx'
import { Foreign } from '../frame/name.tsx'
import { Story } from './story.tsx'
import { TextLink } from '../frame/link.tsx'

/** From what the source sent to what stands in the ERP, in the order in which it happens. */
export function WayThrough({ detail }: { detail: WorkDetail }) {
  const items = [
    ...detail.revisions.map((each) => <RevisionItem key={`r${each.revision}`} revision={each} />),
    ...detail.approvals.map((each) => <ApprovalItem key={`a${each.position}`} approval={each} />),
    ...detail.costPostings.map((each) => (
      <CostItem key={`c${each.revision} ${each.operation} ${each.sentAt}`} posting={each} />
    )),
    ...detail.charges.map((each) => <ChargeItem key={`b${each.seq}`} charge={each} />),
    ...documentsOf(detail.charges).map((id) => <DocumentItem key={id} documentId={id} />),
  ]
  return (
    <Section
      title="Its way through"
      note="From the source to the ERP. Every amount says why it is what it is."
    >
      {items.length === 0 ? (
        <Text size="sm" className="quiet">
          Nothing has happened to it yet.
        </Text>
      ) : (
        <Timeline bulletSize={26} lineWidth={2} mt={4} active={items.length} className="way">
          {items}
        </Timeline>
      )}
    </Section>
  )
}

function documentsOf(charges: readonly Charge[]): string[] {
  return [...new Set(charges.flatMap((charge) => (charge.documentId === null ? [] : [charge.documentId])))]
}

function Item({
  icon,
  title,
  aside,
  children,
  ...timeline
}: {
  icon: ReactNode
  title: ReactNode
  aside?: ReactNode
  children?: ReactNode
}) {
  return (
    <Timeline.Item
      {...timeline}
      bullet={icon}
      title={
        <Group justify="space-between" gap="xs" align="baseline">
          <Text size="sm" fw={600} component="div">
            {title}
          </Text>
          {aside}
        </Group>
      }
    >
      {children}
    </Timeline.Item>
  )
}

function RevisionItem({ revision, ...timeline }: { revision: WorkDetail['revisions'][number] }) {
  const said = [
    revision.hours === null ? null : hoursText(revision.hours),
    revision.workOn === null ? null : `on ${dayText(revision.workOn)}`,
    revision.approval === null ? null : revision.approval.replaceAll('_', ' '),
  ].filter((part) => part !== null)
  return (
    <Item {...timeline} icon={<IconInbox size={14} />} title={`Revision ${revision.revision} arrived`}>
      <Text size="sm">{said.length === 0 ? 'It could not be understood.' : said.join(', ')}</Text>
      <Text size="xs" className="quiet">
        Position {revision.position} of the log
      </Text>
    </Item>
  )
}

function ApprovalItem({ approval, ...timeline }: { approval: WorkDetail['approvals'][number] }) {
  const approved = approval.outcome === 'approved'
  return (
    <Item
      {...timeline}
      icon={approved ? <IconCheck size={14} /> : <IconX size={14} />}
      title={`Revision ${approval.revision} ${approval.outcome.replaceAll('_', ' ')}`}
    >
      <Text size="sm" component="div">
        {approval.approver === null ? 'By the source, without a name' : <Foreign text={approval.approver} />}
        {approval.approvedAt === null ? null : (
          <>
            , <Instant at={approval.approvedAt} />
          </>
        )}
      </Text>
      <Text size="xs" className="quiet" component="div">
        Level {approval.level}, in <Foreign text={approval.system} />
      </Text>
    </Item>
  )
}

function CostItem({ posting, ...timeline }: { posting: WorkDetail['costPostings'][number] }) {
  const bad = posting.code !== null
  return (
    <Item
      {...timeline}
      icon={<IconBuildingBank size={14} />}
      title="Cost record in the ERP"
      aside={
        <Badge color={bad ? 'orange' : 'harbour'}>
          {`${posting.operation}: ${posting.state}`.replaceAll('_', ' ')}
        </Badge>
      }
    >
      <Text size="sm" component="div">
        Revision {posting.revision} through <Foreign text={posting.connectionId} />
        {posting.externalId === null ? null : (
          <>
            , there as <Foreign text={posting.externalId} />
          </>
        )}
      </Text>
      {posting.message === null ? null : (
        <Text size="sm" className="warned" component="div">
          <Foreign text={posting.message} />
        </Text>
      )}
      {posting.sentAt === null ? null : (
        <Text size="xs" className="quiet" component="div">
          Sent <Instant at={posting.sentAt} />
        </Text>
      )}
    </Item>
  )
}

function ChargeItem({ charge, ...timeline }: { charge: Charge }) {
  return (
    <Item
      {...timeline}
      icon={<IconCalculator size={14} />}
      title={charge.seq === 1 ? 'Priced' : `Difference ${charge.seq - 1}`}
      aside={
        <Text size="sm" fw={600} component="div">
          <Amount money={charge.amount} sign={charge.seq > 1} />
        </Text>
      }
    >
      <Text size="sm" className="quiet" component="div" mb={4}>
        <Hours hours={charge.hours} /> × <Rate rate={charge.rate} currency={charge.amount.currency} /> ·{' '}
        {charge.state.replaceAll('_', ' ')}
      </Text>
      <Box className="inset">
        <Story lines={charge.story} />
      </Box>
    </Item>
  )
}

function DocumentItem({ documentId, ...timeline }: { documentId: string }) {
  const may = useMay('document.read')
  const found = useQuery({
    queryKey: ['document', documentId],
    queryFn: () => taken(api.GET('/api/v1/documents/{documentId}', { params: { path: { documentId } } })),
    enabled: may,
  })
  const document = found.data?.document
  return (
    <Item
      {...timeline}
      icon={<IconFileInvoice size={14} />}
      title={document?.kind === 'credit' ? 'On a credit' : 'On a document'}
      aside={document === undefined ? null : <StatusTag document={document} />}
    >
      {may ? (
        <TextLink to="/documents/$documentId" params={{ documentId }} size="sm">
          {document?.erp.number ?? document?.reference ?? 'Open the document'}
        </TextLink>
      ) : (
        <Text size="sm" className="quiet">
          Its document is shown to those with the permission document.read.
        </Text>
      )}
    </Item>
  )
}
