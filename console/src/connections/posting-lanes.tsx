import { Badge, Group, Stack, Text } from '@mantine/core'
import type { Connections } from '../api/shapes.ts'
import { Ago, Instant, instantText } from '../figures/dates.tsx'
import { Amounts, formatDecimal, Hours } from '../figures/figures.tsx'
import { Facts } from '../frame/facts.tsx'
import { Foreign } from '../frame/name.tsx'

type Connection = Connections['items'][number]
export type Lane = Connection['lanes'][number]
type Limits = NonNullable<Connection['limits']>

const states: Readonly<Record<Lane['state'], { label: string; color: string }>> = {
  sending: { label: 'Sending', color: 'green' },
  paused: { label: 'Paused', color: 'yellow' },
  window_closed: { label: 'Window closed', color: 'gray' },
  resting: { label: 'Resting', color: 'yellow' },
  down: { label: 'Down', color: 'red' },
  probing: { label: 'Probing', color: 'yellow' },
  unattended: { label: 'No runner', color: 'gray' },
}

/** The flows that post to the ERP, each with what waits behind it and why it does not go out. */
export function PostingLanes({ lanes }: { lanes: readonly Lane[] }) {
  return (
    <Stack gap={6}>
      {lanes.map((lane) => (
        <div key={`${lane.stream} ${lane.company}`} className="inset">
          <Group justify="space-between" gap="xs">
            <Text size="sm" fw={500}>
              {lane.stream === 'cost' ? 'Cost' : 'Documents'}
              {lane.company === null ? '' : ` · ${lane.company}`}
            </Text>
            <Badge color={states[lane.state].color}>{states[lane.state].label}</Badge>
          </Group>
          <Why lane={lane} />
          <Waiting lane={lane} />
        </div>
      ))}
    </Stack>
  )
}

function Why({ lane }: { lane: Lane }) {
  if (lane.paused !== null)
    return (
      <Text size="sm" component="div" mt={4}>
        Paused <Ago at={lane.paused.at} /> by <Foreign text={lane.paused.by} />:{' '}
        <Foreign text={lane.paused.reason} />
      </Text>
    )
  const troubled = lane.state === 'down' || lane.state === 'probing' || lane.state === 'resting'
  if (troubled)
    return (
      <Text size="sm" className="failed" component="div" mt={4}>
        <Foreign text={lane.lastError ?? 'The last call failed.'} />{' '}
        <span className="quiet">
          {lane.since === null ? '' : `Since ${instantText(lane.since)}. `}
          {lane.failures > 1 ? `${lane.failures} failures in a row. ` : ''}
          {lane.nextProbeAt === null ? '' : `Next probe ${instantText(lane.nextProbeAt)}.`}
        </span>
      </Text>
    )
  if (lane.window.open) return null
  return (
    <Text size="sm" className="quiet" component="div" mt={4}>
      <Foreign text={lane.window.reason ?? 'Outside the posting windows'} />
      {lane.window.opensAt === null ? '' : `; next window opens ${instantText(lane.window.opensAt)}`}
    </Text>
  )
}

function Waiting({ lane: { waiting } }: { lane: Lane }) {
  if (waiting.count === 0) return null
  return (
    <Group mt={4} justify="space-between" style={{ columnGap: 16, rowGap: 2 }}>
      <Text size="sm" component="div">
        {formatDecimal(String(waiting.count))} waiting
        {waiting.oldestAt === null ? null : (
          <span className="quiet">
            {' '}
            · oldest <Ago at={waiting.oldestAt} />
          </span>
        )}
      </Text>
      <Group gap="md">
        {waiting.hours === null ? null : <Hours hours={waiting.hours} />}
        <Amounts list={waiting.money} />
      </Group>
    </Group>
  )
}

const unlimited = 'not limited'
const count = (figure: number) => formatDecimal(String(figure))

/** What holds now, and what is left of it. */
export function LimitFacts({ limits }: { limits: Limits }) {
  const { now, use, set } = limits
  const rates = [
    now.perSecond === null ? null : `${count(now.perSecond)} a second`,
    now.perMinute === null ? null : `${count(now.perMinute)} a minute`,
    now.perDay === null ? null : `${count(now.perDay)} a day`,
  ].filter((one) => one !== null)
  const slowed = use.share !== '1'
  const left = use.leftToday === null ? '' : `, ${count(use.leftToday)} left`
  const today = `${count(use.callsToday)}${left}`
  return (
    <Facts
      list={[
        ['Calls', `${rates.join(', ') || unlimited}; ${now.concurrency} at once`],
        ['Today', today],
        slowed ? ['Slowed to', `${Math.round(Number(use.share) * 100)} % after refusals`] : null,
        use.pausedUntil === null ? null : ['Paused until', <Instant key="until" at={use.pausedUntil} />],
        set === null ? null : ['Set because', <Foreign key="why" text={set.reason} />],
      ]}
    />
  )
}
