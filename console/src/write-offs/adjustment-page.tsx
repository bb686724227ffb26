import { Badge } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useMemo } from 'react'
import { api, taken } from '../api/client.ts'
import type { BillAdjustment, BillAdjustmentShare } from '../api/shapes.ts'
import { authorText, countText } from '../approvals/words.ts'
import { Day, Instant } from '../figures/dates.tsx'
import { columnsOf, DataTable, More } from '../frame/data-table.tsx'
import { Facts, Section } from '../frame/facts.tsx'
import { TextLink } from '../frame/link.tsx'
import { Foreign } from '../frame/name.tsx'
import { Page } from '../frame/page.tsx'
import { Found } from '../frame/states.tsx'
import { AdjustmentActions } from './adjustment-actions.tsx'
import { Effect } from './effect.tsx'
import { adjustmentText, reasonWords, sizeText, stateColors, stateWords } from './words.ts'

const back = { to: '/approvals', label: 'Approvals' }

function useAdjustment(adjustmentId: string) {
  return useInfiniteQuery({
    queryKey: ['bill-adjustment', adjustmentId],
    queryFn: ({ pageParam }) =>
      taken(
        api.GET('/api/v1/bill-adjustments/{adjustmentId}', {
          params: { path: { adjustmentId }, query: pageParam === null ? {} : { cursor: pageParam } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval: 30_000,
  })
}

const columnsOfShares = (adjustment: BillAdjustment) =>
  columnsOf<BillAdjustmentShare>([
    {
      id: 'entry',
      header: 'Entry',
      lead: true,
      cell: (row) => (
        <TextLink inherit to="/work/$workId" params={{ workId: row.workId }}>
          <Foreign text={row.sourceId} />
        </TextLink>
      ),
    },
    { id: 'day', header: 'Work day', cell: (row) => <Day day={row.workOn} /> },
    {
      id: 'share',
      header: 'Its share',
      end: true,
      cell: (row) => <span className="figure">{sizeText(adjustment, row.size)}</span>,
    },
    {
      id: 'back',
      header: 'Now',
      cell: (row) => <span className="quiet">{row.takenBack ? 'Taken back' : '–'}</span>,
    },
  ])

/** Work that somebody writes up, down or off: why, what it comes to, and the decision about it. */
export function AdjustmentPage() {
  const { adjustmentId } = useParams({ from: '/write-offs/$adjustmentId' })
  const query = useAdjustment(adjustmentId)
  const adjusted = query.data?.pages[0]?.adjustment
  const columns = useMemo(() => (adjusted === undefined ? [] : columnsOfShares(adjusted)), [adjusted])
  const pages = query.data?.pages ?? []
  const last = pages.at(-1)
  if (last === undefined) {
    return (
      <Page title="Adjustment" windowTitle="Adjustment" back={back}>
        <Found query={query}>{() => null}</Found>
      </Page>
    )
  }
  const { adjustment, note, decisionNote } = last
  const works = pages.flatMap((page) => page.items)
  const title = `${adjustmentText(adjustment)}, ${countText(adjustment.works, 'entry', 'entries')}`
  return (
    <Page
      back={back}
      title={title}
      windowTitle={title}
      lead={<Badge color={stateColors[adjustment.state]}>{stateWords[adjustment.state]}</Badge>}
      actions={<AdjustmentActions adjustment={adjustment} counts={works.some((one) => !one.takenBack)} />}
    >
      <Section title="About it">
        <About adjustment={adjustment} note={note} decisionNote={decisionNote} />
      </Section>
      <Section title="Its work" flush>
        <DataTable label="Its work" columns={columns} rows={works} rowId={(row) => row.workId} />
        {query.hasNextPage ? (
          <More
            shown={works.length}
            what={`of ${adjustment.works} entries`}
            hasMore
            loading={query.isFetchingNextPage}
            load={() => void query.fetchNextPage()}
          />
        ) : null}
      </Section>
    </Page>
  )
}

function About({
  adjustment,
  note,
  decisionNote,
}: {
  adjustment: BillAdjustment
  note: string | null
  decisionNote: string | null
}) {
  const { author, proposedAt, decidedBy, decidedAt, state, takesBack } = adjustment
  return (
    <Facts
      list={[
        ['Reason', reasonWords[adjustment.reason]],
        note === null ? null : ['Note', <Foreign key="note" text={note} />],
        takesBack === null
          ? null
          : [
              'Takes back',
              <TextLink
                inherit
                key="back"
                to="/write-offs/$adjustmentId"
                params={{ adjustmentId: takesBack }}
              >
                What was approved
              </TextLink>,
            ],
        ['Counts from', <Day key="on" day={adjustment.on} />],
        [
          'Effect in money',
          <div key="effect">
            <Effect effect={adjustment.effect} />
          </div>,
        ],
        ['Proposed by', <Foreign key="author" text={authorText(author)} />],
        ['Proposed', <Instant key="at" at={proposedAt} />],
        decidedBy === null ? null : [stateWords[state], <Foreign key="by" text={authorText(decidedBy)} />],
        decidedAt === null ? null : ['Decided', <Instant key="decided" at={decidedAt} />],
        decisionNote === null ? null : ['With the note', <Foreign key="said" text={decisionNote} />],
      ]}
    />
  )
}
