import type { ContractSummary, Money } from '../api/shapes.ts'
import { totals } from '../figures/exact.ts'

type Sums = readonly { readonly state: string; readonly money: Money }[]

/** Figures that a project manager asks for, each made of the states of charges that belong to it. */
export const moneyColumns = [
  {
    id: 'waiting',
    label: 'Waits for a run',
    meaning: 'Priced; the next run takes it',
    states: ['priced'],
  },
  {
    id: 'open',
    label: 'To be decided',
    meaning: 'Differences on what was billed; a person decides',
    states: ['pending', 'proposed'],
  },
  {
    id: 'drafted',
    label: 'Drafted',
    meaning: 'On pre-bills, or being written to the ERP',
    states: ['draft', 'in_flight', 'in_doubt'],
  },
  { id: 'issued', label: 'Issued', meaning: 'On invoices of the ERP, less credits', states: ['issued'] },
  { id: 'parked', label: 'Over a limit', meaning: 'Waits until there is room', states: ['parked'] },
  {
    id: 'included',
    label: 'Covered by a fee',
    meaning: 'At its rates; a fee, retainer or subscription pays for it',
    states: ['included'],
  },
  { id: 'held', label: 'Held', meaning: 'Parts that a case holds', states: ['held'] },
  {
    id: 'off',
    label: 'Not billed',
    meaning: 'Nobody pays for it, or it was written off',
    states: ['non_billable', 'written_off'],
  },
] as const

export function moneyOfStates(sums: Sums, states: readonly string[]): Money[] {
  return totals(sums.filter((one) => states.includes(one.state)).map((one) => one.money))
}

export function moneyIn(contract: ContractSummary, column: (typeof moneyColumns)[number]['id']): Money[] {
  const { states } = moneyColumns.find((one) => one.id === column)!
  return moneyOfStates(contract.money, states)
}
