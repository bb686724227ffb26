/** Rate rows with valid time (inclusive ends, as people write them in such systems). */
import { plusDays } from '../calendar.ts'
import type { Fields } from '../books/records.ts'
import { companies } from './staff.ts'

export type RateRow = { readonly code: string; readonly body: Fields }

const roleRates = {
  EUR: { junior: '95.00', consultant: '130.00', senior: '165.00', principal: '220.00' },
  GBP: { junior: '82.00', consultant: '112.50', senior: '145.00', principal: '195.00' },
} as const

const blank = {
  kind: 'bill',
  worker: null,
  labor_category: null,
  task: null,
  project: null,
  client: null,
  contract: null,
  region: null,
  legal_entity: null,
  valid_from: '2020-01-01',
  valid_to: null,
}

export function rateRows(month: string): RateRow[] {
  const rows: Fields[] = []
  const middle = `${month}-16`
  for (const { currency } of companies) {
    for (const [category, amount] of Object.entries(roleRates[currency])) {
      const row = { ...blank, level: 'role', labor_category: category, currency, amount }
      if (category !== 'senior') {
        rows.push(row)
        continue
      }
      // The rate of seniors rises in the middle of the month.
      rows.push({ ...row, valid_to: plusDays(middle, -1) })
      rows.push({ ...row, amount: currency === 'EUR' ? '172.50' : '151.75', valid_from: middle })
    }
  }
  const role = { ...blank, level: 'role' }
  rows.push({ ...role, labor_category: 'senior', client: 'C-001', currency: 'EUR', amount: '158.00' })
  rows.push({ ...role, labor_category: 'consultant', client: 'C-003', currency: 'GBP', amount: '108.25' })
  rows.push({
    ...role,
    labor_category: 'senior',
    project: 'P-002',
    client: 'C-002',
    currency: 'EUR',
    amount: '180.00',
  })
  rows.push({
    ...blank,
    level: 'project',
    project: 'P-005',
    client: 'C-005',
    currency: 'EUR',
    amount: '140.00',
  })
  rows.push({ ...blank, level: 'client', client: 'C-009', currency: 'GBP', amount: '99.99' })
  for (const [worker, currency, amount] of personRates) {
    rows.push({ ...blank, level: 'person', worker, currency, amount })
  }
  // Two rows of one person, of the same scope and both live: nothing tells which one is meant.
  rows.push({ ...blank, level: 'person', worker: 'W-017', currency: 'EUR', amount: '149.00' })
  rows.push({
    ...blank,
    level: 'person',
    worker: 'W-017',
    currency: 'EUR',
    amount: '155.00',
    valid_from: `${month}-26`,
  })
  return rows.map((body, index) => ({ code: `R-${String(index + 1).padStart(3, '0')}`, body }))
}

const personRates = [
  ['W-010', 'EUR', '245.00'],
  ['W-020', 'EUR', '238.50'],
  ['W-009', 'GBP', '160.00'],
  ['W-031', 'EUR', '112.40'],
] as const
