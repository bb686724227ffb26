import { Badge, Grid, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { api, taken } from '../api/client.ts'
import type { WorkDetail } from '../api/shapes.ts'
import { BucketTag } from '../buckets/bucket-tag.tsx'
import type { Outcome } from '../buckets/buckets.ts'
import { Day, dayText } from '../figures/dates.tsx'
import { Amount, Hours } from '../figures/figures.tsx'
import { Facts, Section } from '../frame/facts.tsx'
import { Foreign, Name } from '../frame/name.tsx'
import { Page } from '../frame/page.tsx'
import { Found } from '../frame/states.tsx'
import { WriteUpOrDown } from '../write-offs/write-form.tsx'
import { WrittenUpOrDown } from '../write-offs/written.tsx'
import { ApprovalTag } from './approval.tsx'
import { ApproveAsItStands } from './approve.tsx'
import { WorkCases } from './work-cases.tsx'
import { SourcePayload } from './source-payload.tsx'
import { WayThrough } from './way-through.tsx'
import { kindText, Measure, WhoOrWhat } from './work-kind.tsx'

export function WorkEntryPage() {
  const { workId } = useParams({ from: '/work/$workId' })
  const work = useQuery({
    queryKey: ['work', workId],
    queryFn: () => taken(api.GET('/api/v1/work/{workId}', { params: { path: { workId } } })),
    refetchInterval: 8_000,
  })
  const back = { to: '/work', label: 'Work' }
  if (work.data === undefined) {
    return (
      <Page title="Work" windowTitle="Work" back={back}>
        <Found query={work} rows={10}>
          {() => null}
        </Found>
      </Page>
    )
  }
  const { work: summary, cases } = work.data
  const who = summary.worker?.name ?? summary.worker?.id ?? kindText(summary)
  return (
    <Page
      back={back}
      windowTitle={`${who} on ${dayText(summary.workOn)}`}
      title={
        <>
          <WhoOrWhat of={summary} />
          {', '}
          {dayText(summary.workOn)}
        </>
      }
      lead={
        <Group gap="xs" mt={4}>
          <ApprovalTag approval={summary.approval} />
          {summary.billable ? null : <Badge color="gray">Non-billable</Badge>}
          {summary.kind === 'time_entry' ? null : <Badge color="blue">{kindText(summary)}</Badge>}
          <Measure of={summary} />
          {summary.project === null ? null : (
            <span>
              on <Name of={summary.project} />
            </span>
          )}
        </Group>
      }
      actions={
        summary.approval === 'voided' ? (
          <ApproveAsItStands work={summary} />
        ) : (
          <WriteUpOrDown work={summary} />
        )
      }
    >
      <WorkCases cases={cases.filter((each) => each.state === 'open')} />
      <Grid gap="md" align="flex-start">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <WayThrough detail={work.data} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="md">
            <Outcomes detail={work.data} />
            <WrittenUpOrDown workId={workId} />
            <Entry detail={work.data} />
            <SourcePayload workId={workId} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function Outcomes({ detail: { work } }: { detail: WorkDetail }) {
  const outcome = (id: Outcome) => <BucketTag outcome={id} bucket={work[`${id}Bucket`]} />
  return (
    <Section title="Three outcomes" note="None waits for another's error.">
      <Facts
        list={[
          [
            'Cost',
            <Group key="cost" justify="space-between" gap="xs">
              {outcome('cost')}
              <Amount money={work.cost} />
            </Group>,
          ],
          ['Pay', <span key="pay">{outcome('pay')}</span>],
          [
            'Bill',
            <Group key="bill" justify="space-between" gap="xs">
              {outcome('bill')}
              <Amount money={work.bill} />
            </Group>,
          ],
        ]}
      />
    </Section>
  )
}

/** Hours of time; of what was spent, what its source says of it. */
function measures({ hours, spending }: WorkDetail['work']): [string, ReactNode][] {
  const timed: [string, ReactNode][] = [['Hours', <Hours key="hours" hours={hours} />]]
  if (spending === null) return timed
  const { category, vendor, quantity, paid, receipt, costApproval } = spending
  const known = (text: string | null) => text ?? <span className="quiet">–</span>
  return [
    ...(Number(hours) === 0 ? [] : timed),
    ['Category', known(category)],
    ['Vendor', known(vendor)],
    ['Quantity', known(quantity)],
    ['Paid', <Amount key="paid" money={paid} />],
    ['Receipt', receipt ? 'there' : 'missing'],
    ...(vendor === null ? [] : [["Vendor's bill", costApproval] as [string, ReactNode]]),
  ]
}

function Entry({ detail: { work, references, mapping } }: { detail: WorkDetail }) {
  const said = (resolved: unknown, reference: string | null) =>
    resolved !== null || reference === null
      ? null
      : (['Source says', <Foreign key="said" text={reference} />] as const)
  return (
    <Section title="The entry">
      <Facts
        list={[
          ['Worker', <Name key="worker" of={work.worker} id />],
          said(work.worker, references.worker),
          ['Client', <Name key="client" of={work.client} id />],
          ['Contract', <Name key="contract" of={work.contract} id />],
          ['Project', <Name key="project" of={work.project} id />],
          ['Task', <Name key="task" of={work.task} id />],
          ['Labor category', work.laborCategory ?? <span className="quiet">–</span>],
          ['Legal entity', work.legalEntity ?? <span className="quiet">–</span>],
          ['Work day', <Day key="day" day={work.workOn} />],
          ...measures(work),
          ['Source', <Foreign key="source" text={`${work.connectionId}, ${work.sourceId}`} />],
          ['Revision', String(work.revision)],
          ['Mapping', <Foreign key="mapping" text={mapping} />],
        ]}
      />
    </Section>
  )
}
