/** Random lives of a firm's work: reported, edited, re-rated, billed, credited, decided. Everything has a position. */
import fc from 'fast-check'
import type { Decision, ExistingDocument } from '../../src/model/scenario/existing.ts'
import type { Rate } from '../../src/model/scenario/card.ts'
import type { Scenario } from '../../src/model/scenario/scenario.ts'
import type { ReportedWork } from '../../src/model/scenario/work.ts'
import type { Result } from '../../src/model/scenario/result.ts'
import { priceScenario } from '../../src/scenario/run.ts'

export type Step =
  | {
      readonly does: 'report' | 'edit'
      readonly work: number
      readonly quarters: number
      readonly day: number
    }
  | { readonly does: 'withdraw'; readonly work: number }
  | { readonly does: 'rate'; readonly amount: number }
  | { readonly does: 'bill'; readonly contract: number }
  | { readonly does: 'credit'; readonly document: number; readonly part: number }
  | { readonly does: 'cancel'; readonly document: number }
  | { readonly does: 'answer'; readonly proposal: number; readonly accepted: boolean }

const small = fc.nat({ max: 9 })
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      does: fc.constant('report' as const),
      work: small,
      quarters: fc.integer({ min: 1, max: 40 }),
      day: fc.integer({ min: 1, max: 28 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('edit' as const),
      work: small,
      quarters: fc.integer({ min: 1, max: 40 }),
      day: fc.integer({ min: 1, max: 28 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('withdraw' as const), work: small }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('rate' as const), amount: fc.integer({ min: 80, max: 199 }) }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant('bill' as const), contract: fc.nat({ max: 1 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      does: fc.constant('credit' as const),
      document: small,
      part: fc.integer({ min: 1, max: 4 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('cancel' as const), document: small }) },
  {
    weight: 2,
    arbitrary: fc.record({ does: fc.constant('answer' as const), proposal: small, accepted: fc.boolean() }),
  },
)

export type Price = (scenario: Scenario) => Result

export type Life = {
  readonly scenario: Scenario
  /** Position that the next thing is learned at. */
  readonly next: number
}

export function born(style: 'difference' | 'credit_and_rebill'): Life {
  const contracts = [0, 1].map((at) => ({
    id: `K${at}`,
    client: `C${at}`,
    currency: at === 0 ? 'EUR' : 'JPY',
    projects: [`P${at}`],
    corrections: style,
    lines: [{ id: 'labor' }],
  }))
  const rates: Rate[] = [
    { id: 'eur', level: 'default', currency: 'EUR', amount: '133.33', learned: 1 },
    { id: 'jpy', level: 'default', currency: 'JPY', amount: '12345', learned: 1 },
  ]
  return {
    scenario: {
      scenario: 1,
      title: 'a life',
      asOf: '2026-12-31',
      contracts,
      rates,
      work: [],
      documents: [],
      decisions: [],
    },
    next: 2,
  }
}

/** What the firm would do at this moment, decided by what the product answers. */
export function live(life: Life, step: Step, price: Price = priceScenario): Life {
  const { scenario, next: learned } = life
  const add = (more: Partial<Scenario>): Life => ({ scenario: { ...scenario, ...more }, next: learned + 1 })
  const work = scenario.work ?? []
  switch (step.does) {
    case 'report':
    case 'edit':
    case 'withdraw': {
      const id = `E${step.work}`
      const last = work.filter((one) => one.id === id).at(-1)
      if (step.does !== 'report' && last === undefined) return life
      const revision = (last?.revision ?? 0) + 1
      const base: ReportedWork = last ?? {
        id,
        on: `2026-03-${String((step as { day: number }).day).padStart(2, '0')}`,
        project: `P${step.work % 2}`,
      }
      const one: ReportedWork =
        step.does === 'withdraw'
          ? { ...base, revision, approval: 'withdrawn', learned }
          : { ...base, revision, approval: 'approved', hours: spellQuarters(step.quarters), learned }
      return add({ work: [...work, one] })
    }
    case 'rate': {
      const rate: Rate = {
        id: 'eur',
        level: 'default',
        currency: 'EUR',
        amount: String(step.amount),
        learned,
      }
      return add({ rates: [...(scenario.rates ?? []), rate] })
    }
    default:
      return decide(life, step, price)
  }
}

function spellQuarters(quarters: number): string {
  return `${Math.floor(quarters / 4)}.${['00', '25', '50', '75'][quarters % 4]}`
}

function decide(
  life: Life,
  step: Exclude<Step, { does: 'report' | 'edit' | 'withdraw' | 'rate' }>,
  price: Price,
): Life {
  const { scenario, next: learned } = life
  const documents = scenario.documents ?? []
  const add = (more: Partial<Scenario>): Life => ({ scenario: { ...scenario, ...more }, next: learned + 1 })
  if (step.does === 'bill') return billed(life, `K${step.contract}`, price)
  if (step.does === 'answer') {
    const { proposals } = price(scenario)
    const one = proposals[step.proposal % Math.max(1, proposals.length)]
    return one === undefined
      ? life
      : add({ decisions: [...(scenario.decisions ?? []), answerTo(one, step.accepted, learned)] })
  }
  const issued = documents.filter(
    (one) =>
      one.status === 'issued' &&
      one.kind === 'invoice' &&
      !documents.some((other) => other.id === one.id && other.status === 'cancelled'),
  )
  const one = issued[step.document % Math.max(1, issued.length)]
  if (one === undefined) return life
  // An invoice with corrections of its own is not cancelled but corrected further.
  const corrected = documents.some(
    (other) =>
      other.corrects === one.id ||
      other.lines.some((line) => line.members?.some((member) => member.corrects === one.id)),
  )
  if (step.does === 'cancel')
    return corrected ? life : add({ documents: [...documents, { ...one, status: 'cancelled', learned }] })
  return corrected ? life : add({ documents: [...documents, creditOf(one, step.part, learned)] })
}

export function answerTo(one: Result['proposals'][number], accepted: boolean, learned: number): Decision {
  const decision = accepted ? ('accepted' as const) : ('declined' as const)
  const { work, amount, quantity } = one
  return {
    work,
    ...(one.document === null ? {} : { document: one.document }),
    decision,
    amount,
    quantity,
    learned,
  }
}

/** Issues what is open, and the credit notes of what was accepted. */
export function billed(life: Life, contract: string, price: Price = priceScenario): Life {
  const result = price(life.scenario)
  const made = result.documents.filter((one) => one.contract === contract)
  const documents = made.map((one, at): ExistingDocument => {
    const credit = one.kind === 'credit_note'
    const corrects = credit ? (one.corrects as string) : undefined
    return {
      id: `D${String(life.next).padStart(4, '0')}-${at}`,
      kind: credit ? 'credit_note' : 'invoice',
      contract,
      on: '2026-12-31',
      status: 'issued',
      learned: life.next,
      ...(corrects === undefined ? {} : { corrects }),
      lines: one.lines.map((line, number) => ({
        id: line.id,
        amount: line.amount,
        ...(credit ? { credits: (one.creditedLines as string[])[number]! } : {}),
        members: line.members.map((member) => ({
          work: member.work,
          quantity: member.quantity,
          amount: member.amount,
          ...(member.corrects === undefined || credit ? {} : { corrects: member.corrects as string }),
        })),
      })),
    }
  })
  if (documents.length === 0) return life
  return {
    scenario: { ...life.scenario, documents: [...(life.scenario.documents ?? []), ...documents] },
    next: life.next + 1,
  }
}

function creditOf(one: ExistingDocument, part: number, learned: number): ExistingDocument {
  const lines = one.lines.flatMap((line) => {
    const member = line.members?.[part % Math.max(1, line.members.length)]
    if (member === undefined || member.amount.startsWith('-') || member.quantity === undefined) return []
    const back = (text: string) => (/^-|^0(\.0+)?$/.test(text) ? text : `-${text}`)
    const members = [{ work: member.work, quantity: back(member.quantity), amount: back(member.amount) }]
    return [{ id: line.id, credits: line.id, amount: back(member.amount), members }]
  })
  return { ...one, id: `${one.id}-c${learned}`, kind: 'credit_note', corrects: one.id, learned, lines }
}

/** Accepts and issues until nothing waits any more. Null when it does not come to rest. */
export function settled(life: Life, price: Price = priceScenario): Life | null {
  let now = life
  for (let round = 0; round < 12; round++) {
    const { proposals } = price(now.scenario)
    for (const one of proposals) {
      const decisions = [...(now.scenario.decisions ?? []), answerTo(one, true, now.next)]
      now = { scenario: { ...now.scenario, decisions }, next: now.next + 1 }
    }
    const before = now.next
    now = billed(billed(now, 'K0', price), 'K1', price)
    if (proposals.length === 0 && now.next === before) return now
  }
  return null
}
