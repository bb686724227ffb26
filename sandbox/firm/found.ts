/** Founds the firm in empty books; the same seed and month give the same books to the byte. */
import { lastDayOf, nextMonth } from '../calendar.ts'
import type { Books } from '../books/open.ts'
import { periodCode, putRecord } from '../books/records.ts'
import { readSetting, writeSetting } from '../books/switches.ts'
import { seededRandom } from '../random.ts'
import { addEngagements } from './engagements.ts'
import { writeMonth } from './month.ts'
import { plan } from './portfolio.ts'
import { rateRows } from './rates.ts'
import { companies, hire } from './staff.ts'
import { seedTroubles } from './troubles.ts'

export type Founding = { readonly month: string; readonly seed: number; readonly people: number }

/** Books that were founded before are left as they are. */
export function foundFirm(books: Books, wanted: Founding): Founding {
  return books.transaction(() => {
    const before = readSetting(books, 'founding')
    if (before !== null) return JSON.parse(before) as Founding
    const { month } = wanted
    const at = `${month}-01T06:00:00.000Z`
    const random = seededRandom(wanted.seed)
    for (const company of companies) {
      const { name, currency, country, closed_period } = company
      putRecord(books, 'legal_entity', company.code, { name, currency, country, closed_period }, at)
      const tax = { legal_entity: company.code, rate: company.tax.rate, description: company.tax.description }
      putRecord(books, 'tax_code', company.tax.code, tax, at)
      openPeriods(books, company.code, month, at)
    }
    const people = hire(random, wanted.people, month)
    for (const person of people) putRecord(books, 'person', person.code, person.body, at)
    const portfolio = plan(random, month)
    for (const { kind, code, body } of portfolio.statements) putRecord(books, kind, code, body, at)
    for (const { code, body } of rateRows(month)) putRecord(books, 'rate', code, body, at)
    writeMonth(books, random, month, people, portfolio.projects)
    writeSetting(books, 'troubles', JSON.stringify(seedTroubles(books, month, people.at(-1)!.code)))
    addEngagements(books, month, wanted.seed)
    writeSetting(books, 'founding', JSON.stringify(wanted))
    return wanted
  })
}

/** Three calendar years; every month before the sandbox's own is closed. */
function openPeriods(books: Books, company: string, month: string, at: string): void {
  const year = Number(month.slice(0, 4))
  for (let each = `${year - 1}-01`; each <= `${year + 2}-12`; each = nextMonth(each)) {
    const body = {
      legal_entity: company,
      from: `${each}-01`,
      to: lastDayOf(each),
      status: each < month ? 'closed' : 'open',
    }
    putRecord(books, 'period', periodCode(company, each), body, at)
  }
}
