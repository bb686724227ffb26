import { join } from 'node:path'
import { caller, pause } from './caller.ts'
import { runClient, type Traffic } from './clients.ts'
import { drain } from './drain.ts'
import { type GivenDatabase, type Grounds, prepareGrounds, until } from './grounds.ts'
import { Journal } from './journal.ts'
import { lastMonth } from './known-firm.ts'
import { runFirm, runOffice } from './office.ts'
import { plants } from './plants.ts'
import { Random } from './random.ts'
import { Victim } from './victim.ts'
import { examine, type Findings } from './witness.ts'

export type Wanted = {
  readonly cycles: number
  readonly seed: number
  readonly plant: string | null
  readonly database: GivenDatabase
  /** Stops killing after this long even when cycles are left. */
  readonly withinMs?: number
  /** How long the product may take to come to rest after the last kill. */
  readonly drainWithinMs?: number
  readonly say: (line: string) => void
}
export type Told = Findings & {
  readonly cycles: number
  readonly minutes: number
  readonly kills: { readonly api: number; readonly runner: number }
  readonly acknowledged: number
  readonly resent: number
  readonly runs: number
  readonly released: number
  readonly decided: number
}

const clients = 3
const drainWithinMs = 120_000
const setUpWithinMs = 60_000

/** Kills api and runner again and again under traffic, lets the product come to rest, and asks the witnesses. */
export async function runRig(wanted: Wanted): Promise<Told> {
  const { month, days } = lastMonth(new Date())
  const grounds = await prepareGrounds(wanted.seed, month, wanted.database)
  const plant = wanted.plant === null ? null : plants[wanted.plant]!
  const planted = (role: 'api' | 'runner') => (plant?.role === role ? wanted.plant : null)
  const api = new Victim('api', grounds.environment, planted('api'))
  const runner = new Victim('runner', grounds.environment, planted('runner'))
  const journal = new Journal(join(grounds.home, 'journal.jsonl'))
  try {
    await Promise.all([api.start(), runner.start()])
    await knowsTheFirm(grounds)
    wanted.say(`seed ${wanted.seed}: the firm is known, killing begins`)
    const stopping = new AbortController()
    const random = new Random(wanted.seed)
    const call = caller(grounds.base, grounds.apiKey)
    const counts = { acknowledged: 0, resent: 0, refused: [] as string[], runs: 0, released: 0, decided: 0 }
    const shared = { call, journal, days, stopping: stopping.signal, counts }
    const traffic = (n: number): Traffic => ({ ...shared, random: new Random(wanted.seed * 1000 + n) })
    const period = { from: `${month}-01`, until: nextMonth(month) }
    const acts = [
      ...Array.from({ length: clients }, (_, n) => runClient(traffic(n), `s${wanted.seed}-c${n}`)),
      runOffice({ ...traffic(90), period, counts }),
      runFirm(grounds.firm, new Random(wanted.seed + 91), stopping.signal),
    ]
    const failed = Promise.all(acts).then(() => null)
    const started = performance.now()
    const kills = killAgain(wanted, [api, runner], random, counts)
    // A client that breaks ends the rig at once instead of after the last cycle.
    const cycles = (await Promise.race([kills, failed.then(() => kills)])) ?? 0
    const minutes = (performance.now() - started) / 60_000
    stopping.abort()
    await failed
    const stuck = await drain(grounds, wanted.drainWithinMs ?? drainWithinMs).then(
      () => [],
      (error: Error) => [error.message],
    )
    const findings = await examine(grounds, journal.read())
    findings.wrong.push(...stuck)
    findings.wrong.push(...counts.refused.map((one) => `refused: ${one}`))
    const { refused: _, ...numbers } = counts
    return { ...findings, ...numbers, cycles, minutes, kills: { api: api.kills, runner: runner.kills } }
  } finally {
    await Promise.all([api.kill(), runner.kill()])
    journal.close()
    await grounds.close()
  }
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

async function killAgain(
  wanted: Wanted,
  victims: readonly Victim[],
  random: Random,
  counts: { acknowledged: number },
): Promise<number> {
  const end = performance.now() + (wanted.withinMs ?? Number.POSITIVE_INFINITY)
  let cycle = 0
  while (cycle < wanted.cycles && performance.now() < end) {
    await pause(random.below(900))
    const chosen = random.next() < 0.15 ? victims : [random.pick(victims)]
    await Promise.all(chosen.map((victim) => victim.kill()))
    for (const victim of chosen) {
      if (random.next() < 0.05) {
        // Killed while it starts as well.
        const ready = victim.start()
        await pause(random.below(400))
        await victim.kill()
        await ready
      }
      await victim.start()
    }
    cycle += 1
    if (cycle % 10 === 0) wanted.say(`${cycle} cycles, ${counts.acknowledged} acknowledged`)
  }
  return cycle
}
