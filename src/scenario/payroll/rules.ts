import { decimal, formatDecimal } from '../../kernel/decimal.ts'
import type { Decimal } from '../../kernel/decimal.ts'
import type { PayRules, Payroll } from '../../model/scenario/payroll.ts'
import { toSeconds } from '../../rating/durations.ts'
import type { OvertimeRule, PayTier } from '../../rating/payroll/overtime.ts'
import type { RegularRate } from '../../rating/payroll/pay.ts'
import { complain } from '../complaint.ts'

export type StateRules = OvertimeRule & { readonly regularRate: RegularRate }

type Tier = { readonly over: string; readonly multiplier: string }
const tiers = (list: readonly Tier[] | undefined): PayTier[] =>
  (list ?? []).map((one) => ({
    over: toSeconds(decimal(one.over), 'hour'),
    multiplier: decimal(one.multiplier),
  }))

const federal: readonly Tier[] = [{ over: '40', multiplier: '1.5' }]

/** Rules of each state that is named; those without a state hold wherever none is. */
export function payRulesOf(payroll: Payroll): (state: string | null) => StateRules {
  const found = new Map<string | null, StateRules>()
  for (const rules of payroll.rules ?? []) {
    const state = rules.state ?? null
    if (found.has(state))
      complain('/payroll/rules', `the rules of ${state ?? 'no state'} stand there twice`, 'Keep one of them.')
    found.set(state, made(rules))
  }
  const usual = found.get(null) ?? made({})
  return (state) => found.get(state) ?? usual
}

function made(rules: PayRules): StateRules {
  return {
    daily: tiers(rules.daily),
    seventhDay: tiers(rules.seventhDay),
    weekly: tiers(rules.weekly ?? federal),
    weekCountsDaily: rules.weekCountsDaily ?? false,
    regularRate: rules.regularRate ?? 'weighted_average',
  }
}

const usualCodes = new Map([
  ['1', 'REG'],
  ['1.5', 'OT15'],
  ['2', 'DT'],
])

/** The pay code of a multiplier: as the scenario names it, or OT and its digits. */
export function payCodes(payroll: Payroll): (multiplier: Decimal) => string {
  const named = new Map(
    (payroll.codes ?? []).map((one) => [formatDecimal(decimal(one.multiplier)), one.code]),
  )
  return (multiplier) => {
    const text = formatDecimal(multiplier)
    return named.get(text) ?? usualCodes.get(text) ?? `OT${text.replace('.', '')}`
  }
}
