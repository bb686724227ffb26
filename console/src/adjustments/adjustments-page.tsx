import { Anchor, Checkbox, Group, Paper, Stack, Text } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { api, taken } from '../api/client.ts'
import { usePages } from '../api/pages.ts'
import { useMay } from '../api/session.tsx'
import type { Adjustment } from '../api/shapes.ts'
import { Day } from '../figures/dates.tsx'
import { isNegative, totals } from '../figures/exact.ts'
import { Amount, Amounts, Hours, Rate } from '../figures/figures.tsx'
import { ConfirmButton } from '../frame/confirm.tsx'
import { DataTable, columnsOf } from '../frame/data-table.tsx'
import { Facts } from '../frame/facts.tsx'
import { Foreign, Name } from '../frame/name.tsx'
import { told } from '../frame/notify.tsx'
import { Listed } from '../frame/listed.tsx'
import { Page } from '../frame/page.tsx'
import { Empty } from '../frame/states.tsx'
import { TextLink } from '../frame/link.tsx'

const mostAtOnce = 500

function keyOf(row: Adjustment): string {
  return `${row.workId} ${row.seq}`
}

export function AdjustmentsPage() {
  const mayDecide = useMay('adjustment.decide')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const pages = usePages<Adjustment>(
    ['adjustments'],
    (cursor) => taken(api.GET('/api/v1/adjustments', { params: { query: cursor } })),
    15_000,
  )
  const columns = useColumns(mayDecide, chosen, setChosen)
  const picked = pages.rows.filter((row) => chosen.has(keyOf(row))).slice(0, mostAtOnce)
  const clear = () => setChosen(new Set())
  return (
    <Page
      title="Adjustments"
      windowTitle="Adjustments"
      lead="What an issued invoice would now be worth differently. Nothing billed changes without an approval."
    >
      <Paper style={{ overflow: 'hidden' }}>
        {mayDecide && pages.rows.length > 0 ? (
          <Decide picked={picked} rows={pages.rows} choose={setChosen} clear={clear} />
        ) : null}
        <Listed
          pages={pages}
          what="differences"
          empty={
            <Empty title="No difference waits">
              A late edit, a deletion or a changed rate of something already issued would be proposed here.
            </Empty>
          }
        >
          <DataTable label="Adjustments" columns={columns} rows={pages.rows} rowId={keyOf} />
        </Listed>
      </Paper>
    </Page>
  )
}

function useColumns(
  mayDecide: boolean,
  chosen: ReadonlySet<string>,
  choose: (set: ReadonlySet<string>) => void,
) {
  return useMemo(() => {
    const toggle = (key: string) => {
      const next = new Set(chosen)
      if (!next.delete(key)) next.add(key)
      choose(next)
    }
    const box = {
      id: 'choose',
      header: '',
      cell: (row: Adjustment) => (
        <Checkbox
          aria-label={`Choose the difference of ${row.worker?.name ?? row.sourceId} on ${row.workOn}`}
          checked={chosen.has(keyOf(row))}
          onChange={() => toggle(keyOf(row))}
        />
      ),
    }
    return columnsOf<Adjustment>([
      ...(mayDecide ? [box] : []),
      {
        id: 'client',
        header: 'Client',
        lead: true,
        cell: (row) => (
          <div style={{ maxWidth: '18rem' }}>
            <Name of={row.client} cut />
            <Text size="xs" className="quiet" component="div">
              <Name of={row.project} cut />
            </Text>
          </div>
        ),
      },
      {
        id: 'entry',
        header: 'Entry',
        cell: (row) => (
          <div>
            <TextLink to="/work/$workId" params={{ workId: row.workId }} size="sm">
              {row.worker === null ? <Foreign text={row.sourceId} /> : <Name of={row.worker} />}
            </TextLink>
            <Text size="xs" className="quiet" component="div">
              <Day day={row.workOn} />, revision {row.revision}
            </Text>
          </div>
        ),
      },
      {
        id: 'invoice',
        header: 'Invoice',
        blank: (row) => row.documents.length === 0,
        cell: (row) => <Invoices row={row} />,
      },
      {
        id: 'hours',
        header: 'Hours',
        end: true,
        cell: (row) => (
          <div>
            <Hours hours={row.hours} />
            <Text size="xs" className="quiet" component="div">
              <Rate rate={row.rate} currency={row.amount.currency} />
            </Text>
          </div>
        ),
      },
      {
        id: 'amount',
        header: 'Difference',
        end: true,
        cell: (row) => (
          <div>
            <Text fw={600} size="sm" component="div">
              <Amount money={row.amount} sign />
            </Text>
            <Text size="xs" className="quiet" component="div">
              {isNegative(row.amount.amount) ? 'becomes a credit' : 'joins the next run'}
            </Text>
          </div>
        ),
      },
    ])
  }, [mayDecide, chosen, choose])
}

function Invoices({ row }: { row: Adjustment }) {
  return (
    <Stack gap={0}>
      {row.documents.map((documentId, index) => (
        <TextLink key={documentId} to="/documents/$documentId" params={{ documentId }} size="sm">
          {row.documents.length === 1 ? 'The invoice' : `Document ${index + 1}`}
        </TextLink>
      ))}
    </Stack>
  )
}

function Decide({
  picked,
  rows,
  choose,
  clear,
}: {
  picked: readonly Adjustment[]
  rows: readonly Adjustment[]
  choose: (set: ReadonlySet<string>) => void
  clear: () => void
}) {
  const all = picked.length === rows.length
  return (
    <Group justify="space-between" p="sm" px="md" style={{ borderBottom: '1px solid var(--line)' }}>
      <Checkbox
        label={picked.length === 0 ? 'Choose all shown' : `${picked.length} chosen`}
        checked={all}
        indeterminate={picked.length > 0 && !all}
        onChange={() => (all ? clear() : choose(new Set(rows.map(keyOf))))}
      />
      <Group gap="xs">
        <Decision picked={picked} decision="decline" clear={clear} />
        <Decision picked={picked} decision="approve" clear={clear} />
      </Group>
    </Group>
  )
}

function Decision({
  picked,
  decision,
  clear,
}: {
  picked: readonly Adjustment[]
  decision: 'approve' | 'decline'
  clear: () => void
}) {
  const approve = decision === 'approve'
  const back = picked.filter((row) => isNegative(row.amount.amount)).map((row) => row.amount)
  const more = picked.filter((row) => !isNegative(row.amount.amount)).map((row) => row.amount)
  return (
    <ConfirmButton
      label={approve ? 'Approve' : 'Decline'}
      icon={approve ? <IconCheck size={16} /> : <IconX size={16} />}
      variant={approve ? 'filled' : 'default'}
      disabled={picked.length === 0}
      title={`${approve ? 'Approve' : 'Decline'} ${picked.length} ${picked.length === 1 ? 'difference' : 'differences'}`}
      confirm={approve ? 'Approve' : 'Decline'}
      act={(key) =>
        taken(
          api.POST('/api/v1/adjustments/decide', {
            headers: { 'Idempotency-Key': key },
            body: { decision, adjustments: picked.map(({ workId, seq }) => ({ workId, seq })) },
          }),
        )
      }
      done={({ decided, credits }) => {
        clear()
        told(approve ? `${decided} approved` : `${decided} declined`, <Credits ids={credits} />)
      }}
    >
      <Text size="sm">
        {approve
          ? 'What takes money back becomes a credit of the invoice that it corrects, and waits for release as every document does. What adds money joins the next run.'
          : 'The invoice stays as it is. The difference is kept with your name and is not proposed again.'}
      </Text>
      <Facts
        list={[
          back.length === 0 ? null : ['Credits', <Amounts key="back" list={totals(back)} />],
          more.length === 0 ? null : ['Next run', <Amounts key="more" list={totals(more)} />],
        ]}
      />
    </ConfirmButton>
  )
}

function Credits({ ids }: { ids: readonly string[] }) {
  if (ids.length === 0) return <>No credit was made.</>
  return (
    <>
      {ids.map((documentId, index) => (
        <div key={documentId}>
          <Anchor href={`/documents/${documentId}`} size="sm">
            {ids.length === 1 ? 'The credit waits for release' : `Credit ${index + 1} waits for release`}
          </Anchor>
        </div>
      ))}
    </>
  )
}
