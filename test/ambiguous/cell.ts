/**
 * One cell of the table: one write that meets one fault, by the real transport and the real posting lanes, until
 * everything is settled; then the ERP's own books testify.
 */
import type { ConnectionContext } from '../../src/connectors/sdk/connector.ts'
import { openConnection } from '../../src/connectors/sdk/connection.ts'
import type { ErpTarget } from '../../src/connectors/sdk/target.ts'
import { type EgressClient, type EgressRequest, openEgress } from '../../src/egress/client.ts'
import { runCostLane } from '../../src/posting/cost-lane.ts'
import type { PostingDeps } from '../../src/posting/deps.ts'
import { runDocumentLane } from '../../src/posting/document-lane.ts'
import { type Lane, newLane } from '../../src/posting/lane.ts'
import { defaultPostingLimits, type PostingLimits } from '../../src/posting/limits.ts'
import { resolveInDoubt } from '../../src/posting/locate.ts'
import { sweepStep } from '../../src/posting/sweep.ts'
import type { Store } from '../../src/store/pool.ts'
import { type Fault, type FaultProxy, faultProxy } from '../live/fault-proxy.ts'
import { until } from '../live/processes.ts'
import { type VirtualClock, virtualClock } from '../posting/virtual-clock.ts'
import { type ErpWorld, kindOfRequest, matchOf } from './erp-world.ts'
import { type FaultName, lateFaults, otherAnswer, ruleOf } from './faults.ts'
import { isSettled, type Scenario } from './scenarios.ts'
import {
  type Attempt,
  attempts,
  caseDetails,
  environment,
  newSubject,
  openCases,
  type Subject,
} from './subject.ts'

/** Bugs of the product, planted to see whether a cell notices. */
export type Plant = {
  readonly target?: (target: ErpTarget) => ErpTarget
  readonly limits?: Partial<PostingLimits>
  /** After every round, with the subject's connection. */
  readonly afterRound?: (subject: Subject) => Promise<void>
}

/** A proxy, a connection and a clock that one cell after the other uses. */
export type Bench = {
  readonly world: ErpWorld
  readonly store: Store
  readonly proxy: FaultProxy
  readonly clock: VirtualClock
  readonly context: ConnectionContext
  /** Requests of this kind find nobody listening, once; set by a cell. */
  refuse: { kind: RegExp; nth: number; met: number } | null
  readonly close: () => Promise<void>
}

const deadPort = 1

export async function openBench(world: ErpWorld, store: Store): Promise<Bench> {
  const { baseUrl, settings, secrets } = world.at
  const { origin, pathname } = new URL(baseUrl)
  const proxy = await faultProxy(origin)
  const clock = virtualClock(new Date().toISOString())
  const egress = openEgress({ allow: [new URL(proxy.origin).host, `127.0.0.1:${deadPort}`] })
  const context = openConnection({
    connector: world.connector,
    connectionId: 'ambiguous',
    installationId: 'ambiguous',
    environment,
    baseUrl: proxy.origin + pathname,
    settings,
    secrets,
    egress: { send: (request) => sendOrRefuse(bench, egress, request), close: () => egress.close() },
    clock,
    wait: async (ms) => clock.advance(ms),
    backoffMs: 1,
    budget: { timeoutMs: world.timeoutMs },
  })
  const close = async () => {
    await egress.close()
    await proxy.close()
  }
  const bench: Bench = { world, store, proxy, clock, context, refuse: null, close }
  return bench
}

function sendOrRefuse(bench: Bench, egress: EgressClient, request: EgressRequest) {
  const { refuse } = bench
  if (refuse === null || !refuse.kind.test(labelOf(request))) return egress.send(request)
  refuse.met += 1
  if (refuse.met !== refuse.nth) return egress.send(request)
  const url = new URL(request.url)
  url.port = String(deadPort)
  return egress.send({ ...request, url })
}

function labelOf(request: EgressRequest): string {
  const method = /"method":"([^"]+)"/.exec(String(request.body ?? ''))?.[1]
  return method ?? `${request.method} ${request.url.pathname}`
}

export type CellResult = {
  readonly ended: 'one effect' | 'case'
  /** How it came to that, in words. */
  readonly how: string
  /** How often such a request was sent. */
  readonly requests: number
}
export class CellFailed extends Error {}

type Run = {
  readonly bench: Bench
  readonly scenario: Scenario
  readonly subject: Subject
  readonly deps: PostingDeps
  readonly lane: Lane
  readonly stepMs: number
  readonly plant: Plant
  /** Two drafts of one reference may stand for a while: only where one lands after it was given up and repeated. */
  readonly twoDraftsPass: boolean
  readonly sweepTells: boolean
}

function depsOf(bench: Bench, subject: Subject, plant: Plant): PostingDeps {
  const target = bench.world.connector.target!
  const { installationId, connectionId } = subject
  const context = { ...bench.context, installationId, connectionId }
  const link = { target: plant.target?.(target) ?? target, context }
  return {
    store: bench.store,
    cell: 1,
    clock: bench.clock,
    newId: () => crypto.randomUUID(),
    connectors: async () => link,
    limits: { ...defaultPostingLimits, ...plant.limits },
    log: () => {},
  }
}

async function openRun(bench: Bench, scenario: Scenario, fault: FaultName, plant: Plant): Promise<Run> {
  const subject = await newSubject(bench.store, bench.world)
  const { settlingMs } = bench.world.connector.target!.profile
  return {
    bench,
    scenario,
    subject,
    deps: depsOf(bench, subject, plant),
    lane: newLane(
      { connectionId: subject.connectionId, company: '*', stream: scenario.stream },
      crypto.randomUUID(),
    ),
    // Fine enough for a repeat that comes too early to be sent before the late request lands.
    stepMs: settlingMs / (lateFaults.includes(fault) ? 5 : 3),
    plant,
    twoDraftsPass: fault === 'lands_after_repeat',
    // What repeats requests behind our back makes two where no key forbids it: only the sweep can tell.
    sweepTells: fault === 'done_twice' && bench.world.connector.target!.profile.costKey === 'none',
  }
}

const mostRounds = 40

/** Rounds until nothing is due; `each` may let a late request go. */
async function settle(run: Run, each: () => Promise<boolean> = async () => false): Promise<void> {
  const { bench, scenario, subject, deps, lane } = run
  for (let round = 0; round < mostRounds; round += 1) {
    const landed = await each()
    const sent = bench.proxy.calls.length
    if (scenario.stream === 'cost') await runCostLane(deps, lane)
    else await runDocumentLane(deps, lane)
    await resolveInDoubt(deps, lane)
    await run.plant.afterRound?.(subject)
    const settled = await isSettled(scenario, subject)
    // A round in which nothing was asked of the ERP has changed nothing there.
    if (landed || settled || bench.proxy.calls.length > sent) await checkNeverTwo(run)
    if (settled) return
    bench.clock.advance(run.stepMs)
  }
  throw new CellFailed(`not settled after ${mostRounds} rounds: ${await told(run)}`)
}

async function told(run: Run): Promise<string> {
  return JSON.stringify({
    attempts: await attempts(run.subject, run.scenario.step),
    cases: await openCases(run.subject),
    details: await caseDetails(run.subject),
    books: await inTheBooks(run),
  })
}

async function inTheBooks({ scenario, subject, bench }: Run): Promise<string[]> {
  const { witness } = bench.world
  if (scenario.stream === 'cost') {
    const found = await witness.costs(subject.installationId)
    return found.map((one) => `${one.key} ${one.hours}`).toSorted()
  }
  const found = await witness.documents(subject.reference)
  return found.filter((one) => one.state !== 'cancelled').map((one) => `${one.state} ${one.net}`)
}

/** At the end of every round, settled or not. */
async function checkNeverTwo(run: Run): Promise<void> {
  if (run.sweepTells) return
  const books = await inTheBooks(run)
  if (run.scenario.stream === 'cost') {
    const keys = books.map((line) => line.split(' ')[0])
    if (new Set(keys).size !== keys.length) throw new CellFailed(`a cost twice: ${await told(run)}`)
    return
  }
  const issued = books.filter((line) => line.startsWith('issued'))
  if (issued.length > 1 || (books.length > 1 && !run.twoDraftsPass))
    throw new CellFailed(`a document twice: ${await told(run)}`)
}

/** The write done without a fault, with its followers: what a sweep of the same books has to find in order. */
export async function doneOnce(bench: Bench, scenario: Scenario): Promise<Pick<Run, 'subject' | 'deps'>> {
  const run = await openRun(bench, scenario, 'none', {})
  await prepare(run)
  await scenario.change(run.subject)
  await settle(run)
  await finish(run)
  return run
}

/** The requests that change something in this write, found by doing it once without a fault. */
export async function requestsOf(bench: Bench, scenario: Scenario): Promise<readonly string[]> {
  const run = await openRun(bench, scenario, 'none', {})
  await prepare(run)
  bench.proxy.forget()
  await scenario.change(run.subject)
  await settle(run)
  if ((await openCases(run.subject)).length > 0) throw new Error(`${scenario.title}: ${await told(run)}`)
  const labels = bench.proxy.calls.map((call) => call.label).filter(bench.world.isWrite)
  await finish(run)
  return [...new Set(labels.map(kindOfRequest))]
}

async function prepare(run: Run): Promise<void> {
  for (const step of run.scenario.before) {
    await step(run.subject)
    await settle(run)
  }
}

async function finish(run: Run): Promise<void> {
  if ((await openCases(run.subject)).length > 0) return
  for (const step of run.scenario.after) {
    await step(run.subject)
    await settle(run)
  }
  const [books, expected] = [await inTheBooks(run), run.scenario.expected(run.subject)]
  if (run.sweepTells) {
    while ((await sweepStep(run.deps, run.subject.connectionId)) > 0) run.bench.clock.advance(1)
    if ((await openCases(run.subject)).length > 0) return
  }
  if (JSON.stringify(books) !== JSON.stringify(expected))
    throw new CellFailed(`expected ${JSON.stringify(expected)}: ${await told(run)}`)
}

/** Null where the fault cannot meet such a request. */
export function excuseOf(world: ErpWorld, kind: string, fault: FaultName): string | null {
  if (fault === 'partly_done' && world.half(kind) === null)
    return kind.includes('timesheet') ? 'one call is one transaction' : 'one record a call'
  if (fault === 'login_expired' && world.connector.name === 'plain') return null
  return null
}

/** Throws CellFailed where the books hold two, or none and nobody is told. */
export async function runCell(
  bench: Bench,
  scenario: Scenario,
  kind: string,
  fault: FaultName,
  plant: Plant = {},
): Promise<CellResult> {
  const { proxy, world } = bench
  if (otherAnswer.includes(fault)) await requestsOf(bench, scenario)
  const run = await openRun(bench, scenario, fault, plant)
  await prepare(run)
  proxy.forget()
  await scenario.change(run.subject)
  const match = matchOf(kind)
  // Of several requests of one kind the second is harmed: then a part was done before.
  const nth = scenario.write === 'removeCosts' && world.connector.name === 'tryton' ? 2 : 1
  const means = {
    toldBefore: (sent: Buffer) => world.toldBefore(kind, sent),
    half: world.half(kind),
    other: proxy.lastReply(match),
  }
  const rule = ruleOf(fault, means)
  const planted = rule === null ? null : proxy.set({ ...rule, match, nth })
  if (fault === 'connection_refused') bench.refuse = { kind: match, nth, met: 0 }
  try {
    const letGo = letGoOf(run, fault, planted)
    await settle(run, letGo.each)
    await letGo.atLast()
    const met = fault === 'connection_refused' ? bench.refuse!.met >= nth : (planted?.triggered() ?? 1) > 0
    if (!met) throw new CellFailed(`no ${kind} was sent`)
    await finish(run)
  } finally {
    planted?.release()
    planted?.remove()
    bench.refuse = null
  }
  const requests = proxy.count(match)
  return { ...(await outcomeOf(run)), requests }
}

/** When a request that waits at the proxy goes on its way. */
function letGoOf(run: Run, fault: FaultName, planted: Fault | null) {
  const { bench } = run
  const startedAt = bench.clock.now().getTime()
  const { settlingMs } = bench.world.connector.target!.profile
  let gone = !lateFaults.includes(fault)
  const go = async () => {
    gone = true
    planted!.release()
    if (!(await until(() => planted!.landed() > 0, 20_000)))
      throw new CellFailed('the late request never landed')
  }
  const each = async () => {
    if (gone || planted === null || planted.triggered() === 0) return false
    // At the last moment before the look that has to find it.
    const lookMs = settlingMs + (fault === 'lands_after_look' ? defaultPostingLimits.secondLookMs : 0)
    const elapsedMs = bench.clock.now().getTime() - startedAt
    const due = fault !== 'lands_after_repeat' && elapsedMs >= lookMs - 1
    if (due) await go()
    return due
  }
  const atLast = async () => {
    if (gone) return
    await go()
    for (let round = 0; round < 3; round += 1) await settle(run)
  }
  return { each, atLast }
}

async function outcomeOf(run: Run): Promise<Omit<CellResult, 'requests'>> {
  const cases = await openCases(run.subject)
  if (cases.length > 0) return { ended: 'case', how: cases.join(', ') }
  const tried = await attempts(run.subject, run.scenario.step)
  const last = run.scenario.step === null ? tried.slice(run.scenario.before.length) : tried
  return { ended: 'one effect', how: wordsOf(last) }
}

function wordsOf(tried: readonly Attempt[]): string {
  const has = (state: string) => tried.some((one) => one.state === state)
  if (has('absent')) return 'looked for twice, not there, sent again'
  if (has('located')) return 'found by the locator'
  if (has('rejected')) return 'provably not done, sent again'
  return 'answered'
}
