/** Issuing: the number comes from a sequence without gaps, taken in the commit that posts. */
import { checkCredit, requireDocument } from './documents.ts'
import type { Books } from './open.ts'
import { periodState } from './records.ts'
import { Refusal } from './refusal.ts'

export type PostingRules = {
  readonly today: string
  readonly nowMs: number
  /** Where numbers follow the ledger date, an earlier day is refused once a later one has its number. */
  readonly numbersFollowDate: boolean
}

/** Issued again is a no-op. Refuses closed and missing periods: nothing is numbered then. */
export function postDocument(books: Books, id: number, rules: PostingRules): void {
  const document = requireDocument(books, id)
  if (document.state === 'posted') return
  if (document.state === 'cancelled') throw new Refusal('NOT_DRAFT', `Document ${id} is cancelled.`, 'id')
  if (document.lines.length === 0) throw new Refusal('NO_LINES', 'A document needs a line.', 'lines')
  const ledgerOn = document.accountingOn ?? document.invoiceOn ?? rules.today
  const state = periodState(books, document.company, ledgerOn)
  if (state !== 'open') {
    throw new Refusal(
      state === 'closed' ? 'PERIOD_CLOSED' : 'PERIOD_MISSING',
      `The period of ${ledgerOn} is ${state} in ${document.company}.`,
      'accounting_on',
    )
  }
  checkCredit(books, document)
  const year = ledgerOn.slice(0, 4)
  const last = books.get(
    'select last, last_on from sequence where company = ? and year = ?',
    document.company,
    year,
  )
  if (rules.numbersFollowDate && last !== null && ledgerOn < String(last.last_on)) {
    throw new Refusal('OUT_OF_ORDER', String(last.last_on), 'accounting_on')
  }
  const next = Number(last?.last ?? 0) + 1
  const lastOn = last !== null && String(last.last_on) > ledgerOn ? String(last.last_on) : ledgerOn
  books.run(
    `insert into sequence (company, year, last, last_on) values (?, ?, ?, ?)
     on conflict (company, year) do update set last = excluded.last, last_on = excluded.last_on`,
    document.company,
    year,
    next,
    lastOn,
  )
  books.run(
    "update document set state = 'posted', taxed = 1, number = ?, ledger_on = ?, updated_ms = ? where id = ?",
    `${document.company}-${year}-${String(next).padStart(5, '0')}`,
    ledgerOn,
    rules.nowMs,
    id,
  )
}
