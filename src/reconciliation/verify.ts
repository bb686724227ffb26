/**
 * What the product promises, looked up in the books: read-only, the same for tests and a live
 * installation.
 */
import { billingChecks, checkLines } from '../billing/checks.ts'
import { subjectsWithoutCase } from '../cases/subjects.ts'
import { chargingChecks } from '../charging/checks.ts'
import { pageWorks } from '../charging/trace.ts'
import { verifyChain } from '../log/chain.ts'
import { missingPositions } from '../log/positions.ts'
import type { Vault } from '../log/vault.ts'
import { openFindings } from '../posting/sweep-cases.ts'
import { readSweeps } from '../posting/sweep-books.ts'
import { type CheckResult, offendersShown, runInvariant } from '../store/invariant.ts'
import type { Tx } from '../store/transaction.ts'

export type Verification = { readonly ok: boolean; readonly checks: readonly CheckResult[] }

/** Run it in one repeatable-read, read-only transaction: then every check sees the same commit. */
export async function verify(
  tx: Tx,
  cell: number,
  vault: Vault,
  progress: (done: CheckResult) => void = () => {},
): Promise<Verification> {
  const checks: CheckResult[] = []
  const add = (result: CheckResult) => {
    checks.push(result)
    progress(result)
  }
  for (const rule of [...chargingChecks, ...billingChecks]) add(await runInvariant(tx, cell, rule))
  add(await checkLines(tx, cell))
  for (const result of await checkWorks(tx, cell)) add(result)
  for (const result of await checkLog(tx, cell, vault)) add(result)
  for (const result of await checkSweeps(tx, cell)) add(result)
  return { ok: checks.every((one) => one.ok), checks }
}

const pageSize = 2000

/** Every work leads to the bytes it was made from, and what is held says why. */
async function checkWorks(tx: Tx, cell: number): Promise<CheckResult[]> {
  const untraced: string[] = []
  const silent: string[] = []
  let works = 0
  let held = 0
  for (let after: string | null = null; ; ) {
    const page = await pageWorks(tx, cell, after, pageSize)
    if (page.length === 0) break
    const missing = new Set(await missingPositions(tx, cell, [...new Set(page.map((one) => one.position))]))
    untraced.push(
      ...page.filter((one) => missing.has(one.position)).map((one) => `${one.workId}: ${one.position}`),
    )
    const waiting = page.filter((one) => one.held).map((one) => one.workId)
    silent.push(...(await subjectsWithoutCase(tx, cell, 'work', waiting)))
    works += page.length
    held += waiting.length
    after = page.at(-1)!.workId
  }
  return [
    resultOf('every_work_leads_to_its_payload', works, untraced),
    resultOf('what_is_held_has_an_open_case', held, silent),
  ]
}

async function checkLog(tx: Tx, cell: number, vault: Vault): Promise<CheckResult[]> {
  const chain = await verifyChain(tx, cell, vault).catch((error: unknown) => {
    // A payload that does not open was changed where it lies: that is a finding, not a failure of the check.
    const what = error instanceof Error ? error.message : String(error)
    return { events: 0, erased: 0, breaks: [{ position: 0n, what }] }
  })
  const told = chain.breaks.map((one) => `${one.position}: ${one.what}`)
  return [resultOf('the_log_is_unbroken_and_payloads_match', chain.events, told)]
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

function resultOf(name: string, counted: number, offenders: readonly string[]): CheckResult {
  const detail = offenders.slice(0, offendersShown)
  return { name, ok: offenders.length === 0, counted, broken: offenders.length, detail }
}
