import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { ContractDetail, Fill, Lot } from '../api/shapes.ts'
import { Day, dayText } from '../figures/dates.tsx'
import { add, compare, isZero, share } from '../figures/exact.ts'
import { Amount, Hours, amountText, hoursText } from '../figures/figures.tsx'
import { Section } from '../frame/facts.tsx'
import { Foreign, Name } from '../frame/name.tsx'
import { FillBar, FillFigures } from './fill-bar.tsx'
import { overText } from './words/limits.ts'

type Measured = { readonly measure: 'amount' | 'hours'; readonly currency: string | null }

function Figure({ of, value }: { of: Measured; value: string }) {
  return of.currency === null ? (
    <Hours hours={value} />
  ) : (
    <Amount money={{ amount: value, currency: of.currency }} />
  )
}

function figureText(of: Measured, value: string): string {
  return of.currency === null ? hoursText(value) : amountText({ amount: value, currency: of.currency })
}

const shownAtFirst = 6

/** The fullest first: what has no room, then the largest part taken. */
function byNeed(a: Fill, b: Fill): number {
  const over = Number(!isZero(b.over)) - Number(!isZero(a.over))
  return over !== 0 ? over : shareOf(b) - shareOf(a)
}

function shareOf(fill: Fill): number {
  return share(add(fill.billed, fill.committed), fill.limit)
}

export function Fills({ detail }: { detail: ContractDetail }) {
  const { fills, lots, periods } = detail
  const [all, setAll] = useState(false)
  if (fills.length + lots.length + periods.length === 0) return null
  const ordered = [...fills].sort(byNeed)
  const shown = all ? ordered : ordered.slice(0, shownAtFirst)
  return (
    <Section title="Limits, orders and lots" note="What is taken and what is left. The fullest first.">
      <Stack gap="lg">
        {shown.map((fill) => (
          <FillOf
            key={`${fill.kind} ${fill.lineId} ${fill.id} ${fill.measure} ${fill.stretch}`}
            fill={fill}
          />
        ))}
        {ordered.length > shownAtFirst ? (
          <Group>
            <Button size="xs" variant="default" onClick={() => setAll(!all)}>
              {all ? 'Show the fullest only' : `Show all ${ordered.length}`}
            </Button>
          </Group>
        ) : null}
        {periods.slice(-shownPeriods).map((period) => (
          <PeriodOf key={`period ${period.lineId} ${period.id}`} period={period} />
        ))}
        {openLots(lots, periods.slice(-shownPeriods)).map((lot) => (
          <LotOf key={`lot ${lot.lineId} ${lot.id}`} lot={lot} />
        ))}
      </Stack>
    </Section>
  )
}

/** The present period and the ones before it tell enough; all of them are in the API. */
const shownPeriods = 3
const shownLots = 12

/** Of the lots those with something left, and the last used ones. */
function openLots(lots: readonly Lot[], periods: ContractDetail['periods']): readonly Lot[] {
  // What a period grants is told with the period.
  const told = new Set(periods.map((one) => `${one.lineId} ${one.id}`))
  const open = lots.filter((lot) => !isZero(lot.left) && !told.has(`${lot.lineId} ${lot.id}`))
  if (periods.length > 0) return open.slice(0, shownLots)
  return (open.length === 0 ? lots.slice(-1) : open).slice(0, shownLots)
}

function nameOf(fill: Fill): string {
  return fill.name ?? fill.id
}

function scopeText(fill: Fill): string {
  const per = fill.per === 'total' ? [] : [`per ${fill.per}`]
  const of =
    fill.kind === 'purchase_order'
      ? "client's order"
      : fill.contractId === null
        ? 'whole client'
        : fill.lineId === null
          ? 'whole contract'
          : `line ${fill.lineId}`
  return [of, ...per].join(', ')
}

function FillOf({ fill }: { fill: Fill }) {
  const over = !isZero(fill.over)
  const label = `${nameOf(fill)}: ${figureText(fill, fill.billed)} used, ${figureText(fill, fill.committed)} committed, ${figureText(fill, fill.left)} left of ${figureText(fill, fill.limit)}`
  return (
    <div>
      <Head title={<Foreign text={nameOf(fill)} />} note={scopeText(fill)} stretch={fill.stretch}>
        <Figure of={fill} value={fill.limit} />
      </Head>
      <FillBar
        label={label}
        whole={fill.limit}
        over={over}
        parts={[
          { id: 'used', amount: fill.billed },
          { id: 'committed', amount: fill.committed },
        ]}
      />
      <FillFigures
        list={[
          ['used', 'Used (invoiced)', <Figure key="used" of={fill} value={fill.billed} />],
          ['committed', 'Committed', <Figure key="committed" of={fill} value={fill.committed} />],
          ['left', 'Left', <Figure key="left" of={fill} value={fill.left} />],
        ]}
      />
      {over ? (
        <Text size="sm" className="warned" mt={4}>
          {figureText(fill, fill.over)} found no room: {overGoesText(fill)}.
        </Text>
      ) : null}
    </div>
  )
}

function overGoesText(fill: Fill): string {
  if (fill.kind === 'purchase_order')
    return fill.overGoes === 'hold' ? 'it waits' : 'it goes on the next order, or waits where there is none'
  return overText(fill.overGoes ?? undefined, fill.per).replace('what is over', 'it')
}

function Head({
  title,
  note,
  stretch,
  children,
}: {
  title: React.ReactNode
  note: string
  stretch?: string | null
  children: React.ReactNode
}) {
  return (
    <Group justify="space-between" align="baseline" gap="xs" wrap="nowrap" mb={4}>
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={600} component="span">
          {title}
          {stretch === null || stretch === undefined ? '' : `, ${stretch}`}
        </Text>{' '}
        <Text size="xs" className="quiet name" component="span">
          {note}
        </Text>
      </div>
      <Text size="sm" component="span">
        {children}
      </Text>
    </Group>
  )
}

function LotOf({ lot }: { lot: Lot }) {
  const gone = add(add(lot.expired, lot.lapsed), lot.deficit)
  const until = lot.to === null ? 'without an end' : `until ${dayText(lot.to)}`
  return (
    <div>
      <Head
        title={<Name of={{ id: lot.id, name: null }} />}
        note={`lot of line ${lot.lineId ?? '–'}, ${until}`}
      >
        <Figure of={lot} value={lot.granted} />
      </Head>
      <FillBar
        label={`Lot ${lot.id}: ${figureText(lot, lot.used)} used, ${figureText(lot, lot.left)} left of ${figureText(lot, lot.granted)}`}
        whole={lot.granted}
        over={false}
        parts={[{ id: 'used', amount: lot.used }]}
      />
      <FillFigures
        list={[
          ['used', 'Used', <Figure key="used" of={lot} value={lot.used} />],
          ['left', 'Left', <Figure key="left" of={lot} value={lot.left} />],
          ...(isZero(gone)
            ? []
            : ([['gone', 'Lapsed or taken ahead', <Figure key="gone" of={lot} value={gone} />]] as const)),
        ]}
      />
    </div>
  )
}

function PeriodOf({ period }: { period: ContractDetail['periods'][number] }) {
  const beyond = !isZero(period.overage)
  return (
    <div>
      <Head
        title={
          <>
            <Day day={period.from} /> – {period.to === null ? 'open' : <Day day={period.to} />}
          </>
        }
        note={`retainer of line ${period.lineId ?? '–'}`}
      >
        <Figure of={period} value={period.available} />
      </Head>
      <FillBar
        label={`Period ${period.id}: ${figureText(period, period.used)} used, ${figureText(period, period.left)} left of ${figureText(period, period.available)}`}
        whole={period.available}
        over={beyond || compare(period.deficit, '0') > 0}
        parts={[{ id: 'used', amount: period.used }]}
      />
      <FillFigures
        list={[
          ['used', 'Used', <Figure key="used" of={period} value={period.used} />],
          ['left', 'Left', <Figure key="left" of={period} value={period.left} />],
          ...(isZero(period.deficit)
            ? []
            : ([
                ['gone', 'Taken ahead', <Figure key="ahead" of={period} value={period.deficit} />],
              ] as const)),
          ...(beyond
            ? ([['gone', 'Beyond it', <Figure key="over" of={period} value={period.overage} />]] as const)
            : []),
        ]}
      />
    </div>
  )
}
