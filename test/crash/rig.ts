import { join } from 'node:path'
import { bundleVictim } from './bundle.ts'
import { caller } from './caller.ts'
import { runClient, type Traffic } from './clients.ts'
import { drain, leftToDo } from './drain.ts'
import { allFaults, type Fault, type Field, freezeMs, nothingStruck, type Struck } from './faults.ts'
import { type GivenDatabase, type Grounds, prepareGrounds, until } from './grounds.ts'
import { strikeAgain } from './hands.ts'
import { Journal } from './journal.ts'
import { lastMonth } from './known-firm.ts'
import { runFirm, runOffice } from './office.ts'
import { plants } from './plants.ts'
import { Random } from './random.ts'
import { processorSeconds } from './usage.ts'
import { Victim } from './victim.ts'
import { examine, type Findings } from './witness.ts'

export type Wanted = {
  /** Cycles of processes, or of the database where no process is struck. */
  readonly cycles: number
  readonly seed: number
  readonly plant: string | null
  /** Default: all that the database allows. */
  readonly faults?: readonly Fault[]
  readonly database: GivenDatabase
  /** Stops striking after this long even when cycles are left. */
  readonly withinMs?: number
  /** How long the product may take to come to rest after the last blow. */
  readonly drainWithinMs?: number
  /** Victims start from one file instead of from the sources: more cycles in the same time. */
  readonly bundled?: boolean
  readonly say: (line: string) => void
}
export type Told = Findings & {
  readonly struck: Struck
  readonly minutes: number
  /** Of the rig and everything it started, while it struck; null where the machine does not say. */
  readonly processorSeconds: number | null
  readonly drainSeconds: number
  readonly acknowledged: number
  readonly resent: number
  readonly runs: number
  readonly released: number
  readonly decided: number
  readonly erpFaults: number
}

const roles = ['api', 'runner', 'api', 'runner'] as const
const clients = 3
/** An hour of faults leaves more behind than a minute of them. */
const shortestDrainMs = 120_000
const drainShare = 1 / 4
const setUpWithinMs = 60_000

type Counts = Traffic['counts'] & { runs: number; released: number; decided: number; erpFaults: number }

/** Strikes api, runner and database again and again under traffic, lets all come to rest, and asks the witnesses. */
export async function runRig(wanted: Wanted): Promise<Told> {
  const { month } = lastMonth(new Date())
  const grounds = await prepareGrounds(wanted.seed, month, wanted.database, roles.length)
  const plant = wanted.plant === null ? null : plants[wanted.plant]!
  const planted = (role: 'api' | 'runner') =>
    plant?.role === role || plant?.role === 'both' ? wanted.plant : null
  const program = wanted.bundled ? await bundleVictim(join(grounds.home, 'program')) : undefined
  const victims = roles.map((role, at) => new Victim(role, grounds.environments[at]!, planted(role), program))
  const journal = new Journal(join(grounds.home, 'journal.jsonl'))
  try {
    await Promise.all(victims.map((victim) => victim.start()))
    await knowsTheFirm(grounds)
    wanted.say(`seed ${wanted.seed}: the firm is known, striking begins`)
    const field: Field = {
      victims,
      bases: grounds.bases.filter((_, at) => roles[at] === 'api'),
      store: grounds.opened.store,
      server: grounds.server,
      random: new Random(wanted.seed),
      struck: nothingStruck(),
      wrong: [],
      freezeMs: plant?.freezeMs ?? freezeMs,
    }
    const counts = noCounts()
    const { minutes, used } = await underTraffic(wanted, grounds, field, journal, counts)
    const before = performance.now()
    const left = await leftToDo(grounds.opened.store)
    if (left !== null) wanted.say(`what the faults left behind: ${left}`)
    const within = wanted.drainWithinMs ?? Math.max(shortestDrainMs, minutes * 60_000 * drainShare)
    const stuck = await drain(grounds, within).then(
      () => [],
      (error: Error) => [error.message],
    )
    const drainSeconds = (performance.now() - before) / 1000
    wanted.say(`came to rest in ${drainSeconds.toFixed(1)} s; the witnesses are asked`)
    const findings = await examine(grounds, journal.read())
    const { refused, ...numbers } = counts
    findings.wrong.push(...stuck, ...field.wrong, ...refused.map((one) => `refused: ${one}`))
    findings.wrong.push(...victims.flatMap((victim) => victim.deaths))
    return { ...findings, ...numbers, struck: field.struck, minutes, processorSeconds: used, drainSeconds }
  } finally {
    await Promise.all(victims.map((victim) => victim.kill()))
    journal.close()
    await grounds.close()
  }
}

function noCounts(): Counts {
  return { acknowledged: 0, resent: 0, refused: [], runs: 0, released: 0, decided: 0, erpFaults: 0 }
}

/** Clients, people and the firm act while the product is struck. */
async function underTraffic(
  wanted: Wanted,
  grounds: Grounds,
  field: Field,
  journal: Journal,
  counts: Counts,
): Promise<{ minutes: number; used: number | null }> {
  const { month, days } = lastMonth(new Date())
  const stopping = new AbortController()
  const call = caller(field.bases, grounds.apiKey)
  const shared = { call, journal, days, stopping: stopping.signal, counts }
  const traffic = (n: number): Traffic => ({ ...shared, random: new Random(wanted.seed * 1000 + n) })
  const period = { from: `${month}-01`, until: nextMonth(month) }
  const firm = { firm: grounds.firm, month, random: new Random(wanted.seed + 91), counts }
  const acts = [
    ...Array.from({ length: clients }, (_, n) => runClient(traffic(n), `s${wanted.seed}-c${n}`)),
    runOffice({ ...traffic(90), period, counts }),
    runFirm({ ...firm, stopping: stopping.signal }),
  ]
  const failed = Promise.all(acts).then(() => null)
  const started = performance.now()
  const usedBefore = await processorSeconds()
  const possible = (wanted.faults ?? allFaults).filter((fault) => fault !== 'postgres' || field.server)
  const plan = { ...wanted, faults: new Set(possible), counts, stopping: stopping.signal }
  const blows = strikeAgain(field, plan)
  try {
    // A client that breaks ends the rig at once instead of after the last cycle.
    await Promise.race([blows, failed.then(() => blows)])
  } finally {
    stopping.abort()
  }
  const minutes = (performance.now() - started) / 60_000
  const usedAfter = await processorSeconds()
  await failed
  return { minutes, used: usedBefore === null || usedAfter === null ? null : usedAfter - usedBefore }
}

function nextMonth(month: string): string {
  const first = new Date(`${month}-01T00:00:00Z`)
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1)).toISOString().slice(0, 10)
}

/** Master data is pulled before the first client speaks of it. */
async function knowsTheFirm(grounds: Grounds): Promise<void> {
  await until('The master data is known', setUpWithinMs, async () => {
    const { rows } = await grounds.opened.store.query<{ kind: string; n: number }>(
      `select kind, count(distinct record_id)::int as n from master_records where cell = 1 group by kind`,
    )
    const kinds = new Set(rows.map((row) => row.kind))
    const missing = [
      'legal_entity',
      'worker',
      'client',
      'project',
      'contract',
      'rate',
      'period',
      'tax_code',
    ].filter((kind) => !kinds.has(kind))
    return missing.length === 0 ? null : missing.join(', ')
  })
}
