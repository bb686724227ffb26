import { Badge, Code, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { api, taken } from '../api/client.ts'
import { Instant } from '../figures/dates.tsx'
import { Amount } from '../figures/figures.tsx'
import { Facts, Section } from '../frame/facts.tsx'
import { More } from '../frame/data-table.tsx'
import { Foreign } from '../frame/name.tsx'
import { Page } from '../frame/page.tsx'
import { Found } from '../frame/states.tsx'
import { Overtaken } from './overtaken.tsx'
import { ProposalActions } from './proposal-actions.tsx'
import { RecordChanges } from './record-changes.tsx'
import { type Proposal, authorText, countText, summaryText } from './words.ts'

const colors: Readonly<Record<Proposal['state'], string>> = {
  proposed: 'orange',
  approved: 'green',
  declined: 'red',
  withdrawn: 'gray',
  overtaken: 'gray',
}
const stateWords: Readonly<Record<Proposal['state'], string>> = {
  proposed: 'Waits',
  approved: 'Approved',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
  overtaken: 'Replaced',
}
const back = { to: '/approvals', label: 'Approvals' }

function useProposal(proposalId: string) {
  return useInfiniteQuery({
    queryKey: ['proposal', proposalId],
    queryFn: ({ pageParam }) =>
      taken(
        api.GET('/api/v1/master-proposals/{proposalId}', {
          params: { path: { proposalId }, query: pageParam === null ? {} : { cursor: pageParam } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.difference.nextCursor,
    refetchInterval: 30_000,
  })
}

/** A proposal of master data: why, what it would change, and the decision about it. */
export function ProposalPage() {
  const { proposalId } = useParams({ from: '/approvals/$proposalId' })
  const query = useProposal(proposalId)
  const pages = query.data?.pages ?? []
  const last = pages.at(-1)
  if (last === undefined) {
    return (
      <Page title="Proposal" windowTitle="Proposal" back={back}>
        <Found query={query}>{() => null}</Found>
      </Page>
    )
  }
  const { proposal, moved } = last
  // Pages are read one after the other: only what the earliest of them knew has been looked at in all of them.
  const asOf = pages.map((page) => BigInt(page.difference.asOf)).reduce((a, b) => (a < b ? a : b))
  const records = pages.flatMap((page) => page.difference.items)
  const changed = new Set(moved.map((one) => `${one.kind} ${one.recordId}`))
  return (
    <Page
      back={back}
      title={<Foreign text={proposal.title} />}
      windowTitle={proposal.title}
      lead={<Badge color={colors[proposal.state]}>{stateWords[proposal.state]}</Badge>}
      actions={<ProposalActions proposal={proposal} moved={moved} asOf={String(asOf)} />}
    >
      {moved.length > 0 ? <Overtaken moved={moved} /> : null}
      <Section title="About this proposal">
        <About proposal={proposal} />
      </Section>
      <Section
        title="What it changes"
        note={
          proposal.state === 'approved' || proposal.state === 'declined'
            ? 'Beside what was known when it was decided.'
            : `Beside what is known now, at position ${asOf} of the log.`
        }
      >
        {records.length === 0 ? (
          <Text size="sm" className="quiet">
            Nothing: everything that it says is known already.
          </Text>
        ) : (
          <Stack gap="md">
            {records.map((record) => {
              const key = `${record.kind} ${record.recordId}`
              return <RecordChanges key={key} record={record} moved={changed.has(key)} />
            })}
          </Stack>
        )}
        {last.difference.unchanged > 0 ? (
          <Text size="sm" className="quiet" mt="sm">
            {countText(last.difference.unchanged, 'more record')} of it would stay as known already.
          </Text>
        ) : null}
        {query.hasNextPage ? (
          <More
            shown={records.length}
            what={`of ${last.difference.records} records`}
            hasMore
            loading={query.isFetchingNextPage}
            load={() => void query.fetchNextPage()}
          />
        ) : null}
      </Section>
    </Page>
  )
}

function About({ proposal }: { proposal: Proposal }) {
  const { reason, author, proposedAt, decidedBy, decidedAt, note, state } = proposal
  return (
    <Facts
      list={[
        ['Reason', <Foreign key="reason" text={reason ?? 'none given'} />],
        ['Proposed by', <Foreign key="author" text={authorText(author)} />],
        ['Proposed', <Instant key="at" at={proposedAt} />],
        ['Records', `${countText(proposal.records, 'record')}: ${summaryText(proposal)}`],
        ['Effect in money', <EffectText key="effect" effect={proposal.effect} />],
        decidedBy === null ? null : [stateWords[state], <Foreign key="by" text={authorText(decidedBy)} />],
        decidedAt === null ? null : ['Decided', <Instant key="decided" at={decidedAt} />],
        note === null ? null : ['Note', <Foreign key="note" text={note} />],
        proposal.appliedPosition === null
          ? null
          : ['Holds since position', <Code key="position">{proposal.appliedPosition}</Code>],
      ]}
    />
  )
}

function EffectText({ effect }: { effect: Proposal['effect'] }) {
  if (effect === null) return <span className="quiet">not computed</span>
  const reach = `${countText(effect.documents, 'document')} and ${countText(effect.works, 'work entry', 'work entries')}`
  return (
    <>
      {effect.amounts.length === 0 ? 'none' : null}
      {effect.amounts.map((money) => (
        <div key={money.currency}>
          <Amount money={money} sign />
        </div>
      ))}
      <Text size="xs" className="quiet" component="div">
        {reach} would come to something else, as known at position {effect.asOf}
      </Text>
    </>
  )
}
