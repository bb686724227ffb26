import { settleDifferences } from '../billing/differences.ts'
import { releaseByRule } from '../billing/release.ts'
import { startDueRun } from '../billing/schedules.ts'
import type { BillingSettings } from '../billing/settings.ts'
import { retryTaxStops } from '../billing/tax-stops.ts'
import { settleNextGroup } from '../charging/groups/round.ts'
import { chargeLanesSafely } from '../charging/poison.ts'
import { replayRound } from '../charging/replay/run.ts'
import { reevaluateAll, scanMasterChanges } from '../charging/reevaluate.ts'
import { reevaluateSafely } from '../charging/reevaluate-safely.ts'
import { type PullRound, pullDue } from '../intake/round.ts'
import type { CallLane } from '../egress/limiter.ts'
import { Fault } from '../kernel/errors.ts'
import { learnSafely } from '../intake/learn-safely.ts'
import { type Attempts, newAttempts, type Witness } from '../intake/poison.ts'
import { Masters } from '../masterdata/masters.ts'
import { runCostLane } from '../posting/cost-lane.ts'
import type { PostingDeps } from '../posting/deps.ts'
import { runDocumentLane } from '../posting/document-lane.ts'
import { everyCompany, type Lane, type LaneKey, newLane, releaseLane } from '../posting/lane.ts'
import type { OutboundLimits } from '../outbound/limits.ts'
import type { PostingLimits } from '../posting/limits.ts'
import { resolveInDoubt } from '../posting/locate.ts'
import { sweepStep } from '../posting/sweep.ts'
import { watchDocuments } from '../posting/watch.ts'
import { housekeepingLoop } from './housekeeping.ts'
import type { Hub } from './hub.ts'
import type { Loop, LoopLog, Loops } from './loops.ts'
import { recoveryDeps, recoveryLoops } from './recovery-loops.ts'
import type { Standing } from './standing.ts'
import { outboundDeps, outboundLoop } from './outbound.ts'

export type WorkSettings = {
  /** Unique per process. */
  readonly runner: string
  readonly billing: BillingSettings
  readonly posting: PostingLimits
  /** How long an idle loop waits before it looks again. Milliseconds. */
  readonly idleMs: number
  readonly pullWindowDays: number
  /** How long a runner that died keeps others from its stream. */
  readonly pullLeaseMs: number
  readonly sweepEveryMs: number
  readonly workEveryMs: number
  /** How long changes are kept that everybody was told of. */
  readonly eventsKeptMs: number
  readonly outbound: Partial<OutboundLimits>
  /** Runs what ended this process before in a process of its own. */
  readonly witness?: Witness
  readonly log: LoopLog
}

const rowsPerRound = 200
/** How many batches of charging one process has open; the lanes of a group share their transactions. */
const laneGroups = 4
const reloadEveryMs = 2_000
const differencesIdleMs = 500
const schedulesIdleMs = 30_000
const taxesIdleMs = 5_000
const sweepIdleMs = 1_000
const pullersAtOnce = 2
const pullRetryMs = 2_000
const daysAhead = 31

/** Whether anything may be sent, as far as a loop asks. */
export type Sender = Pick<Standing, 'sending' | 'mayStillSend'>

/** A fault is the world's: no database, no answer. Anything else that kills a batch is the batch's. */
export function isWorldFault(error: unknown): boolean {
  return error instanceof Fault
}

/** Starts every loop of the runner role. New connections and targets join while it runs. */
export function startWork(hub: Hub, standing: Standing, settings: WorkSettings, loops: Loops): void {
  for (const loop of workLoops(hub, standing, settings)) loops.start(loop)
  const recovery = recoveryDeps(hub, settings.billing, postingDeps(hub, settings, standing))
  for (const loop of recoveryLoops(standing, recovery, settings.idleMs)) loops.start(loop)
  const known = new Set<string>()
  loops.start({
    name: 'connections',
    idleMs: reloadEveryMs,
    round: async () => {
      for (const loop of await followConnections(hub, standing, settings, known)) loops.start(loop)
      return 0
    },
  })
}

/** What every runner does whatever it is connected to. Whoever drives the rounds by hand finds them here. */
export function workLoops(hub: Hub, standing: Sender, settings: WorkSettings): Loop[] {
  const lanes = Array.from({ length: hub.lanes - 1 }, (_, at) => at + 1)
  const groups = Math.min(laneGroups, lanes.length)
  const charging = Array.from({ length: groups }, (_, group): Loop => {
    const own = lanes.filter((lane) => lane % groups === group)
    const attempts = attemptsOf(settings)
    return {
      name: `charging ${group}`,
      idleMs: settings.idleMs,
      round: () => chargeLanesSafely(hub.charging, own, isWorldFault, attempts),
    }
  })
  const learns = attemptsOf(settings)
  const deaths = { inARow: 0 }
  const { idleMs } = settings
  return [
    ...charging,
    { name: 'learning', idleMs, round: () => learnSafely(hub.learning, isWorldFault, learns) },
    { name: 'changes', idleMs, round: () => scanMasterChanges(hub.charging) },
    { name: 'groups', idleMs, round: () => settleNextGroup(hub.charging, isWorldFault) },
    { name: 're-evaluation', idleMs, round: () => reevaluateSafely(hub.charging, deaths, isWorldFault) },
    replayLoop(hub, settings),
    ...Array.from({ length: pullersAtOnce }, (_, i) => pullLoop(hub, standing, settings, i + 1)),
    ...billingLoops(hub, settings),
    housekeepingLoop(hub.parts.store, hub.parts.cell, hub.parts.now, settings.eventsKeptMs),
    outboundLoop(outboundDeps(hub, settings.outbound), settings.runner, idleMs, settings.log),
  ]
}

function attemptsOf({ witness }: WorkSettings): Attempts | null {
  return witness === undefined ? null : newAttempts(witness)
}

/** Reads connections and routes again; returns the loops of targets that are not `known` yet, and notes them. */
export async function followConnections(
  hub: Hub,
  standing: Sender,
  settings: WorkSettings,
  known: Set<string>,
): Promise<Loop[]> {
  if (await hub.reload()) await reevaluateAll(hub.charging)
  const joined: Loop[] = []
  for (const key of await laneKeys(hub, settings.log)) {
    const name = nameOf(key)
    if (known.has(name)) continue
    known.add(name)
    joined.push(postingLoop(hub, standing, settings, key))
  }
  for (const connectionId of hub.targets) {
    const name = `sweep ${connectionId}`
    if (known.has(name)) continue
    known.add(name)
    joined.push(sweepLoop(hub, settings, connectionId))
  }
  return joined
}

function replayLoop(hub: Hub, settings: WorkSettings): Loop {
  // Dry runs look at snapshots; a cache of their own never holds back or outruns that of charging.
  const masters = new Masters(hub.parts.cell)
  return {
    name: 'replay',
    idleMs: settings.idleMs,
    round: () => replayRound(hub.charging, masters, isWorldFault),
  }
}

/** Every lane there is to write in: one per company where the target takes one writer for each. */
async function laneKeys(hub: Hub, log: LoopLog): Promise<LaneKey[]> {
  const keys: LaneKey[] = []
  for (const connectionId of hub.targets) {
    // One connection that cannot be opened keeps no other from its lanes.
    const live = await hub.connect(connectionId).catch((error: unknown) => {
      log('a connection cannot be opened', { connectionId, error: String(error) })
      return null
    })
    const target = live?.connector.target
    if (target === undefined) continue
    const apart = target.profile.oneWriterPer === 'company'
    for (const company of apart ? await hub.legalEntities() : [everyCompany])
      for (const stream of ['cost', 'documents'] as const) keys.push({ connectionId, company, stream })
  }
  return keys
}

function pullLoop(hub: Hub, standing: Sender, settings: WorkSettings, number: number): Loop {
  const holder = `${settings.runner}/${number}`
  const round: PullRound = {
    receiver: hub.receiver,
    holder,
    now: hub.parts.now,
    leaseMs: settings.pullLeaseMs,
    windowDays: settings.pullWindowDays,
    aheadDays: daysAhead,
    sweepEveryMs: settings.sweepEveryMs,
    workEveryMs: settings.workEveryMs,
    retryMs: pullRetryMs,
    pullingOf: async (connectionId) => {
      const live = await hub.connect(connectionId)
      if (!live) return null
      const connection = { connectionId, connector: live.connector, context: live.contextOf('pull') }
      return { receiver: hub.receiver, connection, newId: hub.parts.newId, now: hub.parts.now }
    },
  }
  return {
    name: `pulling ${number}`,
    idleMs: settings.idleMs,
    round: async () => {
      // A source may hand out a token or a row only once, and the original is to have it.
      if (standing.sending === 'copy') return 0
      const done = await pullDue(round)
      if (done && 'failed' in done) settings.log('a pull failed', { what: done.failed })
      return done && 'received' in done ? 1 : 0
    },
  }
}

function billingLoops(hub: Hub, settings: WorkSettings): Loop[] {
  const { store, cell, now } = hub.parts
  let after: string | null = null
  let stopped: string | null = null
  return [
    {
      name: 'differences',
      idleMs: differencesIdleMs,
      round: () =>
        store.transaction((tx) => settleDifferences(tx, cell, settings.billing, rowsPerRound, now())),
    },
    {
      name: 'taxes',
      idleMs: taxesIdleMs,
      round: async () => {
        const page = { at: now(), limit: rowsPerRound, after: stopped }
        const done = await store.transaction((tx) => retryTaxStops(tx, cell, settings.billing, page))
        stopped = done.after
        return done.cured
      },
    },
    {
      name: 'schedules',
      idleMs: schedulesIdleMs,
      round: async () =>
        (await store.transaction((tx) => startDueRun(tx, cell, settings.billing, now()))) ? 1 : 0,
    },
    {
      name: 'release by rule',
      idleMs: differencesIdleMs,
      round: async () => {
        const page = { at: now(), limit: rowsPerRound, after }
        const done = await store.transaction((tx) => releaseByRule(tx, cell, settings.billing, page))
        after = done.after
        return done.released
      },
    },
  ]
}

/**
 * A loop for each flow of each target, and for each company where those are written apart: a company that hangs, or
 * a client's long documents, keep nobody else's loop.
 */
function postingLoop(hub: Hub, standing: Sender, settings: WorkSettings, key: LaneKey): Loop {
  const lane = newLane(key, settings.runner)
  const writing = postingDeps(hub, settings, standing, key.stream)
  const looking = postingDeps(hub, settings, standing, 'look')
  return {
    name: nameOf(key),
    idleMs: settings.idleMs,
    round: async () => {
      if (standing.sending !== 'allowed') return 0
      const live = await hub.connect(key.connectionId)
      return live?.connector.target ? runLane(writing, looking, lane) : 0
    },
    // Without this the next runner would wait for the lease to run out.
    end: () => releaseLane(writing, lane),
  }
}

/** Reads the books of one target back, a step at a time: never while posting waits for an answer of its own. */
function sweepLoop(hub: Hub, settings: WorkSettings, connectionId: string): Loop {
  const deps = postingDeps(hub, settings, null, 'look')
  return {
    name: `sweep ${connectionId}`,
    idleMs: sweepIdleMs,
    round: async () => {
      const live = await hub.connect(connectionId)
      if (!live?.connector.target) return 0
      await sweepStep(deps, connectionId)
      // The next step after a pause, so that posting is served in between.
      return 0
    },
  }
}

function nameOf({ stream, connectionId, company }: LaneKey): string {
  return `${stream} ${connectionId}${company === everyCompany ? '' : ` ${company}`}`
}

/** Looking for unanswered writes and reading back take turns of their own, so that they do not starve writing. */
async function runLane(writing: PostingDeps, looking: PostingDeps, lane: Lane): Promise<number> {
  const located = await resolveInDoubt(looking, lane)
  if (lane.key.stream === 'cost') {
    const round = await runCostLane(writing, lane)
    return located + round.sent
  }
  const round = await runDocumentLane(writing, lane)
  await watchDocuments(looking, lane)
  return located + round.done
}

export function postingDeps(
  hub: Hub,
  settings: Pick<WorkSettings, 'posting' | 'log'>,
  standing: Sender | null = null,
  calls: CallLane = 'other',
): PostingDeps {
  const { store, cell, now, newId, monotonicMs } = hub.parts
  return {
    store,
    cell,
    clock: { now, ...(monotonicMs === undefined ? {} : { monotonicMs }) },
    newId,
    limits: settings.posting,
    ...(standing === null ? {} : { mayStillSend: (tx) => standing.mayStillSend(tx) }),
    masters: hub.postingMasters,
    log: (message, detail) => settings.log(message, detail ?? {}),
    connectors: async (connectionId) => {
      const live = await hub.connect(connectionId)
      if (!live?.connector.target)
        throw new Fault('CONNECTOR_CONFIG', {
          message: `Connection ${connectionId} takes no postings. Route to another one.`,
        })
      return { target: live.connector.target, context: live.contextOf(calls) }
    },
  }
}
