/**
 * What the product promises, looked up in the books: read-only, the same for tests and a live
 * installation.
 */
import { billingChecks, checkLines } from '../billing/checks.ts'
import { subjectsWithoutCase } from '../cases/subjects.ts'
import { chargingChecks } from '../charging/checks.ts'
import { thisEngine } from '../charging/engine.ts'
import { pageWorks } from '../charging/trace.ts'
import { checkSourceRecords, intakeChecks } from '../intake/checks.ts'
import { verifyChain } from '../log/chain.ts'
import { missingPositions } from '../log/positions.ts'
import { readHead } from '../log/read.ts'
import type { Vault } from '../log/vault.ts'
import { checkIssuedContent, postingChecks } from '../posting/checks.ts'
import { lastRecovery } from '../posting/recovery/books.ts'
import { readSweeps } from '../posting/sweep-books.ts'
import { openFindings } from '../posting/sweep-cases.ts'
import { type CheckResult, type Invariant, offendersShown, runInvariant } from '../store/invariant.ts'
import type { Tx } from '../store/transaction.ts'
import type { Check, PromiseName, Unchecked, Verification } from './promises.ts'
import { rerateAll } from './rerating.ts'

export type { Check, Verification } from './promises.ts'

export type VerifyOptions = {
  readonly progress?: (done: Check) => void
  /** Only what was logged, revised or charged after this position, where a check can be narrowed. */
  readonly since?: bigint
  /** Works whose charges are rated again; null for all. Standard 1000. */
  readonly rerate?: number | null
  /** A sample is taken behind this work's id. */
  readonly sampleAfter?: string | null
  /** Understands the log again and compares; given by whoever knows the mappings. */
  readonly recompute?: (tx: Tx) => Promise<CheckResult>
}

const sampleWorks = 1000
// These are about what the ERP was told; the others of their folders are about sums and traces.
const aboutBookingTwice = new Set([
  'accepted_cost_is_what_the_erp_holds',
  'no_erp_document_belongs_to_two',
  'every_draft_is_known_in_the_erp_once',
])
const aboutPosted = new Set([
  'credits_stay_within_their_invoice',
  'what_is_issued_has_its_number_and_was_released',
])

/** Run it in one repeatable-read, read-only transaction: then every check sees the same commit. */
export async function verify(
  tx: Tx,
  cell: number,
  vault: Vault,
  options: VerifyOptions = {},
): Promise<Verification> {
  // Everything there is may take longer than a statement or a pause may take elsewhere.
  await tx.query('set local statement_timeout = 0')
  await tx.query('set local idle_in_transaction_session_timeout = 0')
  const since = options.since ?? 0n
  const checks: Check[] = []
  const unchecked: Unchecked[] = []
  const add = (promise: PromiseName, result: CheckResult) => {
    const check = { promise, ...result }
    checks.push(check)
    options.progress?.(check)
  }
  add('P1', await checkLog(tx, cell, vault, since))
  add('P1', await checkTail(tx, cell))
  add('P1', await checkSourceRecords(tx, cell, since))
  for (const rule of rules()) add(promiseOf(rule), await runInvariant(tx, cell, rule))
  const swept = await checkSweeps(tx, cell)
  for (const result of swept) add('P2', result)
  if (swept.length === 0) unchecked.push(unswept)
  await checkEngine(tx, cell, options, add, unchecked)
  for (const result of await checkWorks(tx, cell, since)) add('P4', result)
  add('P5', await checkLines(tx, cell))
  add('P5', await checkIssuedContent(tx, cell))
  unchecked.push(...beyond)
  checks.sort((a, b) => (a.promise < b.promise ? -1 : a.promise > b.promise ? 1 : 0))
  const { position } = await readHead(tx, cell)
  return { ok: checks.every((one) => one.ok), position, since, checks, unchecked }
}

function rules(): Invariant[] {
  return [...intakeChecks, ...postingChecks, ...chargingChecks, ...billingChecks]
}

function promiseOf({ name }: Invariant): PromiseName {
  if ([...intakeChecks, ...postingChecks].some((one) => one.name === name)) return 'P2'
  if (aboutBookingTwice.has(name)) return 'P2'
  if (aboutPosted.has(name) || billingChecks.some((one) => one.name === name)) return 'P5'
  return 'P4'
}

/** What no look into this database can show. */
const beyond: readonly Unchecked[] = [
  {
    promise: 'P1',
    what: 'that nothing was cut off the end of the log since the last start, together with the head kept in the home',
    why: 'who can change both leaves no trace here: note position and digest somewhere else',
  },
  {
    promise: 'P5',
    what: 'documents that were changed in the ERP after they were issued',
    why: 'the watch reads issued documents back for some days; a difference is a case',
  },
]

const unswept: Unchecked = {
  promise: 'P2',
  what: 'what stands in the ERP itself',
  why: 'its books were not read back yet: `hourbridge sweep`, or wait for the daily one',
}

/** Charges of this engine are asked of it again; what it cannot be asked is said. */
async function checkEngine(
  tx: Tx,
  cell: number,
  options: VerifyOptions,
  add: (promise: PromiseName, result: CheckResult) => void,
  unchecked: Unchecked[],
): Promise<void> {
  const most = options.rerate === undefined ? sampleWorks : options.rerate
  const scope = { most, after: options.sampleAfter ?? null, since: options.since ?? 0n, everyEngine: false }
  const found = await rerateAll(tx, cell, thisEngine, scope)
  const told = found.differing.map(({ workId, seq, differences }) => {
    const [one] = differences
    return `${workId}/${seq}: charged ${one!.oldMinor} ${one!.currency}, rated again ${one!.newMinor} (${one!.cause})`
  })
  add('P3', resultOf('charges_rated_again_come_to_their_amount', found.counted, told))
  if (!found.all && most !== null)
    unchecked.push({
      promise: 'P3',
      what: 'charges beyond the sample',
      why: `${most} works are rated again; --full rates all`,
    })
  for (const [engine, count] of found.others)
    unchecked.push({
      promise: 'P3',
      what: `${count} decisions of engine ${engine}`,
      why: `this program holds engine ${thisEngine.version}: verify --engine with the directory of that release`,
    })
  for (const [why, count] of found.unasked)
    unchecked.push({
      promise: 'P3',
      what: `what ${count} clients with terms in their contracts are billed`,
      why,
    })
  if (options.recompute) add('P3', await options.recompute(tx))
  else
    unchecked.push({
      promise: 'P3',
      what: 'works understood again from the log',
      why: 'mappings belong to the runner: verify --offline, or rebuild, reads the log again',
    })
}

const pageSize = 2000

/** Every work leads to the bytes it was made from, and what is held says why. */
async function checkWorks(tx: Tx, cell: number, since: bigint): Promise<CheckResult[]> {
  const untraced: string[] = []
  const silent: string[] = []
  let works = 0
  let held = 0
  for (let after: string | null = null; ; ) {
    const whole = await pageWorks(tx, cell, after, pageSize)
    if (whole.length === 0) break
    const page = whole.filter((one) => one.position > since)
    const missing = new Set(await missingPositions(tx, cell, [...new Set(page.map((one) => one.position))]))
    untraced.push(
      ...page.filter((one) => missing.has(one.position)).map((one) => `${one.workId}: ${one.position}`),
    )
    const waiting = page.filter((one) => one.held).map((one) => one.workId)
    silent.push(...(await subjectsWithoutCase(tx, cell, 'work', waiting)))
    works += page.length
    held += waiting.length
    after = whole.at(-1)!.workId
  }
  return [
    resultOf('every_work_leads_to_its_payload', works, untraced),
    resultOf('what_is_held_has_an_open_case', held, silent),
  ]
}

async function checkLog(tx: Tx, cell: number, vault: Vault, since: bigint): Promise<CheckResult> {
  const chain = await verifyChain(tx, cell, vault, since).catch((error: unknown) => {
    // A payload that does not open was changed where it lies: that is a finding, not a failure of the check.
    const what = error instanceof Error ? error.message : String(error)
    return { events: 0, erased: 0, breaks: [{ position: 0n, what }] }
  })
  const told = chain.breaks.map((one) => `${one.position}: ${one.what}`)
  return resultOf('the_log_is_unbroken_and_payloads_match', chain.events, told)
}

/** What the last reading back of each target's books found, and what of it is still open. */
async function checkSweeps(tx: Tx, cell: number): Promise<CheckResult[]> {
  const results: CheckResult[] = []
  for (const sweep of await readSweeps(tx, cell, null)) {
    if (sweep.last === null) continue
    const { connectionId, last } = sweep
    const open = await openFindings(tx, cell, connectionId)
    const told = open.map((one) => `${one.code} ${one.subjectId}`)
    const what = `${last.costs} cost records and ${last.documents} documents, read ${last.finishedAt}`
    results.push({
      ...resultOf(`the_books_of_${connectionId}_agree`, last.costs + last.documents, told),
      detail: [`${last.scope === 'whole' ? 'everything' : `since ${last.from}`}: ${what}`, ...told].slice(
        0,
        offendersShown,
      ),
    })
  }
  return results
}

/**
 * A tail that was cut with its head leaves a log that is whole in itself: only the head kept outside shows it, and a
 * start that finds the log behind it writes down how far. It stands until the ERP's books were read back.
 */
async function checkTail(tx: Tx, cell: number): Promise<CheckResult> {
  const last = await lastRecovery(tx, cell)
  const cut = last !== null && last.state !== 'done' && last.lostPosition !== null
  const told = cut ? [`the log ends at ${last.keptPosition}; ${last.lostPosition} had been reached`] : []
  return resultOf('the_log_reaches_the_head_kept_outside', 1, told)
}

function resultOf(name: string, counted: number, offenders: readonly string[]): CheckResult {
  const detail = offenders.slice(0, offendersShown)
  return { name, ok: offenders.length === 0, counted, broken: offenders.length, detail }
}
