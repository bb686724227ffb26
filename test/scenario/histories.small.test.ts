import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Scenario } from '../../src/model/scenario/scenario.ts'
import { addDecimal, decimal, formatDecimal } from '../../src/kernel/decimal.ts'
import { asAt } from '../../src/scenario/as-at.ts'
import { priceScenario } from '../../src/scenario/run.ts'
import { guarantee } from '../property.ts'
import { anyStep, born, type Life, live, type Price, settled, type Step } from './histories.ts'

const steps = fc.array(anyStep, { minLength: 4, maxLength: 18 })
const style = fc.constantFrom('difference' as const, 'credit_and_rebill' as const)
const accepting = (list: readonly Step[]) =>
  list.map((step) => (step.does === 'answer' ? { ...step, accepted: true } : step))

/** What documents bill of each work, net of credits and of what was cancelled. */
function netOf({ scenario }: Life): Record<string, string> {
  const latest = new Map((scenario.documents ?? []).map((one) => [one.id, one]))
  const sums = new Map<string, string>()
  for (const one of latest.values()) {
    const dead = one.status === 'cancelled' || latest.get(one.corrects ?? '')?.status === 'cancelled'
    for (const line of dead ? [] : one.lines)
      for (const member of line.members ?? [])
        sums.set(
          member.work,
          formatDecimal(addDecimal(decimal(sums.get(member.work) ?? '0'), decimal(member.amount))),
        )
  }
  return Object.fromEntries([...sums].filter(([, sum]) => sum !== '0').sort())
}

/** What the work comes to in order of work date when nothing was ever issued. */
function freshOf({ scenario }: Life): Record<string, string> {
  const { documents: _, decisions: __, ...rest } = scenario
  const billable = priceScenario(rest).work.flatMap((one) => {
    const amounts = one.pieces
      .filter((piece) => piece.bucket === 'priced')
      .map((piece) => decimal(piece.amount))
    const sum = formatDecimal(amounts.reduce(addDecimal, decimal('0')))
    return sum === '0' ? [] : [[one.id, sum] as const]
  })
  return Object.fromEntries(billable.sort())
}

const without =
  (drop: (one: NonNullable<Scenario['documents']>[number]) => boolean): Price =>
  (scenario) =>
    priceScenario({ ...scenario, documents: (scenario.documents ?? []).filter((one) => !drop(one)) })

guarantee('with every proposal accepted and billed, documents come to what the work is worth', {
  holds: priceScenario as Price,
  runs: 60,
  planted: {
    'credits that give nothing back': without((one) => one.kind === 'credit_note'),
    'a cancelled document that still stands': without((one) => one.status === 'cancelled'),
    'a rate that was learned later forgotten': ((scenario) =>
      priceScenario({ ...scenario, rates: (scenario.rates ?? []).slice(0, 2) })) as Price,
    'proposals that are never made': ((scenario) => ({ ...priceScenario(scenario), proposals: [] })) as Price,
  },
  property: (price) =>
    fc.property(steps, style, (list, shown) => {
      const life = accepting(list).reduce((now, step) => live(now, step, price), born(shown))
      const rest = settled(life, price)
      assert.ok(rest !== null, 'it comes to rest')
      assert.deepEqual(netOf(rest), freshOf(rest))
    }),
})

const shuffled: Price = (scenario) => {
  const turn = <T>(list: readonly T[] | undefined) => [...(list ?? [])].reverse()
  return priceScenario({
    ...scenario,
    work: turn(scenario.work),
    documents: turn(scenario.documents),
    decisions: turn(scenario.decisions),
    rates: turn(scenario.rates),
  })
}
const told = (price: Price, scenario: Scenario) => {
  const { proposals, work, documents, contracts } = price(scenario)
  return { proposals, work, documents, contracts }
}

guarantee('the order in which things are told never matters', {
  holds: shuffled,
  runs: 60,
  planted: {
    'the last told revision wins': ((scenario) => {
      const last = new Map([...(scenario.work ?? [])].reverse().map((one) => [one.id, one]))
      return priceScenario({ ...scenario, work: [...last.values()] })
    }) as Price,
  },
  property: (price) =>
    fc.property(steps, style, (list, shown) => {
      const { scenario } = list.reduce((now, step) => live(now, step), born(shown))
      assert.deepEqual(told(price, scenario), told(priceScenario, scenario))
    }),
})

guarantee('what was answered at any position is answered again later', {
  holds: asAt as typeof asAt,
  runs: 40,
  planted: {
    'what was learned later is not left out': ((scenario) => scenario) as typeof asAt,
    'documents are taken as they are now': ((scenario, at) => ({
      ...asAt(scenario, at),
      documents: (scenario.documents ?? []).map((one) => ({
        ...one,
        learned: 0,
        id: `${one.id}${one.learned}`,
      })),
    })) as typeof asAt,
  },
  property: (recall) =>
    fc.property(steps, style, (list, shown) => {
      const moments: Life[] = [born(shown)]
      for (const step of list) moments.push(live(moments.at(-1)!, step))
      const { scenario } = moments.at(-1)!
      for (const then of moments) {
        const later = priceScenario(recall(scenario, { knownAt: then.next - 1 }))
        assert.deepEqual({ ...later, knownAt: null }, priceScenario(then.scenario))
      }
    }),
})

guarantee('the parts of every work add up to it, whatever was issued, credited or decided', {
  holds: priceScenario as Price,
  runs: 60,
  planted: {
    'a part that is left out': ((scenario) => {
      const result = priceScenario(scenario)
      return { ...result, work: result.work.map((one) => ({ ...one, pieces: one.pieces.slice(-1) })) }
    }) as Price,
  },
  property: (price) =>
    fc.property(steps, style, (list, shown) => {
      const { scenario } = list.reduce((now, step) => live(now, step), born(shown))
      const { documents: _, decisions: __, ...rest } = scenario
      const fresh = new Map(priceScenario(rest).work.map((one) => [one.id, one]))
      for (const one of price(scenario).work) {
        const sum = (of: 'amount' | 'quantity') =>
          formatDecimal(one.pieces.map((piece) => decimal(piece[of])).reduce(addDecimal, decimal('0')))
        assert.equal(sum('quantity'), formatDecimal(decimal(one.billed)), one.id)
        assert.equal(sum('amount'), formatDecimal(decimal(fresh.get(one.id)!.amount)), one.id)
      }
    }),
})

guarantee('a client alone is priced as it is among all: the unit of recomputation is the client', {
  holds: priceScenario as Price,
  runs: 40,
  planted: {
    'documents of the other client mixed in': ((scenario) =>
      priceScenario({
        ...scenario,
        documents: (scenario.documents ?? []).filter((one) => one.contract !== 'K0'),
      })) as Price,
  },
  property: (price) =>
    fc.property(steps, style, (list, shown) => {
      const { scenario } = list.reduce((now, step) => live(now, step), born(shown))
      const alone = price({
        ...scenario,
        contracts: scenario.contracts!.filter((one) => one.id === 'K0'),
        work: scenario.work!.filter((one) => one.project === 'P0'),
        documents: scenario.documents!.filter((one) => one.contract === 'K0'),
      })
      const all = priceScenario(scenario)
      assert.deepEqual(
        alone.work,
        all.work.filter((one) => alone.work.some((other) => other.id === one.id)),
      )
      assert.deepEqual(
        alone.proposals,
        all.proposals.filter((one) => one.contract === 'K0'),
      )
    }),
})
