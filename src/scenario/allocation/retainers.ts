/** Retainers of contract lines as rules of the allocation. */
import type { Lot, RetainerRule } from '../../contracts/allocation/rules.ts'
import { day } from '../../kernel/dates.ts'
import { decimal } from '../../kernel/decimal.ts'
import type { ContractLine } from '../../model/scenario/agreement.ts'
import type { Retainer } from '../../model/scenario/lots.ts'
import { complain } from '../complaint.ts'
import { contractOn, type World } from '../world.ts'
import { inUnits } from './ceilings.ts'

export type Bought = {
  readonly contract: string
  readonly line: string
  readonly currency: string
  readonly rule: RetainerRule
}

/** The retainer of every line that draws down; its terms are those of the contract's version of today. */
export function retainersOf(world: World): Bought[] {
  return [...world.contracts].flatMap(([id, versions]) => {
    const contract = contractOn(world, id, world.asOf) ?? versions.at(-1)!
    return contract.lines.flatMap((line): Bought[] => {
      if (line.work !== 'drawn_down') return []
      const { currency } = contract
      const rule = ruleOf(world, `${id}/${line.id}`, retainerOf(id, line), currency)
      return [
        {
          contract: id,
          line: line.id,
          currency,
          rule: { ...rule, ...changesOf(world, id, line, rule, currency) },
        },
      ]
    })
  })
}

function retainerOf(contract: string, line: ContractLine): Retainer {
  const { retainer } = line
  if (retainer === undefined || (retainer.grants === undefined && (retainer.lots ?? []).length === 0))
    return complain(
      `/contracts (${contract}, line ${line.id})`,
      'its work is drawn down and nothing was bought',
      'Give the line a retainer with grants or lots, or another treatment of work.',
    )
  return retainer
}

function ruleOf(world: World, id: string, retainer: Retainer, currency: string): RetainerRule {
  const measure = retainer.measure ?? 'hours'
  const units = (text: string | undefined): bigint | null =>
    text === undefined ? null : inUnits(text, measure, currency)
  const { grants, rollover, deficit, overage } = retainer
  return {
    id,
    measure,
    grants:
      grants === undefined
        ? null
        : {
            from: day(grants.from),
            to: grants.to === undefined ? null : day(grants.to),
            per: grants.per ?? 'month',
            quantity: units(grants.quantity)!,
            changes: [],
          },
    rollover:
      rollover === undefined ? null : { most: units(rollover.maximum), periods: rollover.periods ?? null },
    deficit: deficit === undefined ? null : { most: units(deficit.maximum) },
    lots: usableLots(world, retainer).map((lot): Lot => {
      const to = lot.to === undefined ? null : day(lot.to)
      return { id: lot.id, quantity: units(lot.quantity)!, from: day(lot.from), to }
    }),
    overage: {
      treat: overage?.treat ?? 'billed',
      rate: overage?.rate === undefined ? null : decimal(overage.rate),
      percent: overage?.percent === undefined ? null : decimal(overage.percent),
    },
  }
}

/** A later version of the contract may grant more or less from its first day on. */
function changesOf(
  world: World,
  id: string,
  line: ContractLine,
  rule: RetainerRule,
  currency: string,
): Partial<RetainerRule> {
  if (rule.grants === null || world.contracts.get(id)!.length === 1) return {}
  const begins = [...new Set(world.contracts.get(id)!.map((one) => one.from ?? '0001-01-01'))].sort()
  const changes = begins.flatMap((from) => {
    const found = contractOn(world, id, from)?.lines.find((one) => one.id === line.id)
    const quantity = found?.retainer?.grants?.quantity
    return quantity === undefined
      ? []
      : [{ from: day(from), quantity: inUnits(quantity, rule.measure, currency) }]
  })
  return { grants: { ...rule.grants, changes } }
}

type ScenarioLot = NonNullable<Retainer['lots']>[number]

/** Lots that may be drawn as of today: what is not invoiced or paid yet, as the terms ask, is not there. */
function usableLots(world: World, retainer: Retainer): ScenarioLot[] {
  const from = retainer.usableFrom ?? 'invoiced'
  return (retainer.lots ?? []).filter((lot) => {
    if (from === 'granted') return true
    // A lot that says no day of its invoice was invoiced before.
    if (from === 'invoiced') return lot.invoicedOn === undefined || lot.invoicedOn <= world.asOf
    return lot.paidOn !== undefined && lot.paidOn <= world.asOf
  })
}
