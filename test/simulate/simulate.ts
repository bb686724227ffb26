/** One seed from its first step to its reckoning. */
import { createHash } from 'node:crypto'
import { check, newWatch } from './checks.ts'
import * as erp from './erp-acts.ts'
import type { Ground } from './ground.ts'
import { beginLife, type Life } from './life.ts'
import * as office from './office-acts.ts'
import type { Plant } from './plant.ts'
import type { Program } from './program.ts'
import { reckon } from './reckoning.ts'
import * as runner from './runner-acts.ts'
import * as source from './source-acts.ts'
import * as spending from './spending-acts.ts'

export type Told = {
  readonly seed: number
  readonly steps: number
  readonly days: number
  /** Empty when everything held. */
  readonly findings: readonly string[]
  /** The step at which the first finding came; the reckoning is one behind the last. */
  readonly failedAt: number | null
  readonly trace: readonly string[]
  /** Over the whole trace: two runs of a seed are the same or they are not. */
  readonly digest: string
}
export type Wanted = { readonly seed: number; readonly days: number; readonly plant: Plant | null }

type Act = (life: Life, program: Program) => string | Promise<string>
const acts: Readonly<Record<string, readonly [weight: number, act: Act]>> = {
  'new entry': [9, source.newEntry],
  'edit entry': [7, source.editEntry],
  'approve entry': [4, source.approveEntry],
  'withdraw entry': [1, source.withdrawEntry],
  'delete entry': [1, source.deleteEntry],
  'lie in the books': [1, source.lieInBooks],
  webhook: [12, source.deliverWebhook],
  bulk: [5, source.sendBulk],
  'delete by api': [1, source.deleteDirect],
  spend: [2, spending.spend],
  'take expense back': [1, spending.takeExpenseBack],
  'bill run': [3, office.run],
  'read drafts': [3, office.read],
  release: [4, office.release],
  decide: [2, office.decide],
  discard: [1, office.discard],
  period: [1, erp.period],
  rate: [1, erp.rate],
  client: [1, erp.client],
  'erp fault': [4, erp.plantErpFault],
  weather: [2, erp.changeWeather],
  'edit draft': [1, erp.editDraft],
  'delete draft': [1, erp.deleteDraft],
  'cancel issued': [1, erp.cancelIssued],
  work: [60, runner.work],
  crash: [3, (life) => runner.crash(life)],
  compete: [3, (life) => runner.compete(life)],
  leave: [1, (life) => runner.leave(life)],
}

/** Each seed has habits of its own: of some acts it does much, of others nothing. */
function habits(life: Life): (readonly [string, Act])[] {
  return Object.entries(acts).flatMap(([name, [weight, act]]) => {
    const times = name === 'work' ? 2 : life.random.pick([0, 1, 1, 2, 4])
    return Array.from({ length: weight * times }, () => [name, act] as const)
  })
}

const dayMs = 86_400_000
const stepsPerLeap = 9

export async function simulate(ground: Ground, wanted: Wanted): Promise<Told> {
  await ground.clear()
  const life = await beginLife(ground.store, wanted.seed, wanted.plant)
  const watch = newWatch()
  const endMs = life.time.nowMs() + wanted.days * dayMs
  const bag = habits(life)
  let steps = 0
  while (life.time.nowMs() < endMs && life.findings.length === 0) {
    const leap = steps % stepsPerLeap === 0
    await life.time.pass(leap ? life.random.whole(5 * dayMs) : shortWhile(life))
    const [name, act] = life.random.pick(bag)
    steps += 1
    await doStep(life, steps, name, act)
    await check(life, watch)
  }
  const early = life.findings.length > 0
  if (!early) await reckon(life)
  const failed = life.findings.length > 0
  for (const finding of life.findings) life.trace.push(`! ${finding}`)
  life.trace.push(`end ${life.time.now().toISOString()} calls ${life.wire.calls}`)
  life.firm.close()
  return {
    seed: wanted.seed,
    steps,
    days: wanted.days,
    findings: life.findings,
    failedAt: failed ? (early ? steps : steps + 1) : null,
    trace: life.trace,
    digest: createHash('sha256').update(life.trace.join('\n')).digest('hex').slice(0, 16),
  }
}

/** Seconds mostly, so that what is under way is met half-way; minutes and hours now and then. */
function shortWhile(life: Life): number {
  const { random } = life
  const unit = random.pick([1_000, 1_000, 20_000, 20_000, 120_000, 3_600_000])
  return random.whole(unit)
}

async function doStep(life: Life, number: number, name: string, act: Act): Promise<void> {
  const at = life.time.now().toISOString()
  const program = life.programs.length > 1 ? life.random.pick(life.programs) : life.programs[0]!
  let told: string
  try {
    told = await act(life, program)
  } catch (error) {
    told = 'failed'
    life.findings.push(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : error}`)
  }
  life.trace.push(`${number} ${at} ${program.number} ${name}: ${told}`)
}
