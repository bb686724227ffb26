/** What was spent on the survey, what a partner bills, and what a meter counted: the same in every month. */
import type { Books } from '../books/open.ts'
import { type Fields, putRecord } from '../books/records.ts'
import { approvers } from './month.ts'

const nineteen = { rate: '19', amount: null, recoverable_percent: '100' }

export function writeSpending(books: Books, days: readonly string[], approvedOn: string): void {
  const common = (day: number, description: string): Fields => ({
    ...{ project: 'P-044', task: 'P-044-T1', cost_center: null, labor_category: null, service_item: null },
    ...{ date: days[day]!, billable: true, region: null, description },
    approval: {
      state: 'approved',
      approver: approvers[0]!,
      approved_at: `${approvedOn}T09:30:00.000Z`,
      level: 'project',
    },
  })
  const at = `${approvedOn}T09:30:00.000Z`
  const spent = (id: string, day: number, category: string, amount: string, more: Fields = {}) =>
    putRecord(
      books,
      'expense',
      id,
      {
        ...common(day, `${category} on site`),
        ...{ worker: 'W-959', category, quantity: null, amount, currency: 'EUR', receipt: true },
        ...{ receipt_on: null, tax: null },
        ...more,
      },
      at,
    )
  spent('EX-0001', 3, 'taxi', '23.80', { tax: nineteen })
  spent('EX-0002', 3, 'hotel', '214.00', { tax: { ...nineteen, rate: '7' } })
  spent('EX-0003', 4, 'meals', '25.00')
  spent('EX-0004', 4, 'meals', '30.00')
  spent('EX-0005', 5, 'mileage', '54.00', { quantity: '180' })
  spent('EX-0006', 6, 'train', '89.00', { receipt: false })
  const partner = (id: string, day: number, amount: string, approval: string) =>
    putRecord(
      books,
      'subcontractor_work',
      id,
      {
        ...common(day, 'Drone flight'),
        ...{ worker: null, vendor: 'V-100', category: null, hours: null, quantity: null, amount },
        ...{ unit_cost: null, currency: 'EUR', tax: null, cost_approval: approval },
      },
      at,
    )
  partner('SC-0001', 4, '1500.00', 'approved')
  partner('SC-0002', 6, '800.00', 'submitted')
  const readings = { ...common(6, 'Readings of the month'), worker: null, category: null, quantity: '1234.5' }
  putRecord(books, 'usage', 'US-0001', readings, at)
}
