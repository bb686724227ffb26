/** Which rule recognises what, and what it is fed with. */
import { type Day, day } from '../../kernel/dates.ts'
import type { FurtherCost, RevenueRule } from '../../model/scenario/revenue-rules.ts'
import { complain } from '../complaint.ts'
import type { Valued } from '../pieces.ts'
import { knownIn, type World } from '../world.ts'

export type RuleFor = (contract: string | null, line: string | null) => RevenueRule | null

/** The rule that names the line; else the one of its contract that names no lines. */
export function revenueRules(world: World): RuleFor {
  const rules = world.scenario.books?.revenue ?? []
  const taken = new Set<string>()
  for (const rule of rules) {
    const path = `/books/revenue (${rule.id})`
    const contract = world.contracts.get(rule.contract)?.at(-1)
    if (contract === undefined)
      complain(path, `contract ${rule.contract} is not there`, 'Name a contract of this scenario')
    for (const line of rule.lines ?? ['*']) {
      if (line !== '*' && !contract.lines.some((one) => one.id === line))
        complain(path, `line ${line} is not in contract ${rule.contract}`, 'Name lines of that contract')
      const key = `${rule.contract}/${line}`
      if (taken.has(key)) complain(path, `another rule takes ${key} already`, 'Let one rule take each line')
      taken.add(key)
    }
  }
  return (contract, line) =>
    rules.find((one) => one.contract === contract && line !== null && one.lines?.includes(line)) ??
    rules.find((one) => one.contract === contract && one.lines === undefined) ??
    null
}

/** Work that is recognised by its right to be invoiced, or when it is invoiced, is accrued until then. */
export function recognisedOtherwise(rule: RevenueRule | null): boolean {
  return rule !== null && rule.method !== 'right_to_invoice' && rule.method !== 'on_invoice'
}

export function currencyOf(world: World, rule: RevenueRule): string {
  return world.contracts.get(rule.contract)!.at(-1)!.currency
}

/** The estimate that stood on a day, as it is known. */
export function estimateOn(world: World, rule: RevenueRule, on: Day) {
  return knownIn(world, rule.estimates)
    .filter((one) => one.on <= on)
    .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : (a.learned ?? 0) - (b.learned ?? 0)))
    .at(-1)
}

export function furtherCosts(world: World, ruleFor: RuleFor, rule: RevenueRule, on: Day): FurtherCost[] {
  return knownIn(world, world.scenario.books?.furtherCosts).filter(
    (one) => one.on <= on && ruleFor(one.contract, one.line ?? null) === rule,
  )
}

/** The days on which the books are shown: those that are asked for, and the day of the question. */
export function daysOfBooks(world: World): Day[] {
  const asked = (world.scenario.books?.days ?? []).map((one) => day(one))
  for (const one of asked)
    if (one > world.asOf)
      complain('/books/days', `${one} lies after ${world.asOf}`, 'Ask for past days, or move asOf')
  return [...new Set([...asked, world.asOf])].sort()
}

export function isOf(ruleFor: RuleFor, rule: RevenueRule, one: Valued): boolean {
  return ruleFor(one.contract, one.line) === rule
}
