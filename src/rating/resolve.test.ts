import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { guarantee } from '../../test/property.ts'
import { addDays, day } from '../kernel/dates.ts'
import { decimal, formatDecimal } from '../kernel/decimal.ts'
import { isRejection } from '../kernel/errors.ts'
import { defaultPrecedence } from './precedence.ts'
import type { RateLevel, RateQuestion, RateRow, RateScope } from './rate-rows.ts'
import type { RateDecision } from './resolve.ts'
import { resolveRate } from './resolve.ts'

const base: RateRow = {
  id: 'base',
  version: 1,
  kind: 'bill',
  level: 'default',
  scope: {},
  currency: 'EUR',
  amount: decimal('100'),
  from: day('2026-01-01'),
  until: null,
  learnedAt: 1n,
}
const question: RateQuestion = {
  kind: 'bill',
  workedOn: day('2026-05-15'),
  currency: 'EUR',
  workerId: 'w1',
  laborCategory: 'senior',
  taskId: 't1',
  projectId: 'p1',
  clientId: 'c1',
  contractId: 'k1',
  region: 'north',
  legalEntity: 'alpha',
}

const scopes: Readonly<Record<RateLevel, RateScope>> = {
  entry: {},
  person: { workerId: 'w1' },
  role: { laborCategory: 'senior' },
  task: { taskId: 't1' },
  project: { projectId: 'p1' },
  client: { clientId: 'c1' },
  default: {},
}

const row = (id: string, about: Partial<RateRow>): RateRow => ({
  ...base,
  id,
  ...(about.level === undefined ? {} : { scope: scopes[about.level] }),
  ...about,
})

/** "id amount" of the winner, or the code. */
function answer(asked: RateQuestion, ...rows: RateRow[]): string {
  const outcome = resolveRate(asked, rows)
  return isRejection(outcome) ? outcome.code : outcome.winner.id
}

function lossOf(rowId: string, ...rows: RateRow[]): string {
  const outcome = resolveRate(question, rows)
  assert.ok(!isRejection(outcome))
  const told = outcome.considered.find((each) => each.rowId === rowId)
  return told === undefined ? 'no candidate' : told.outcome === 'won' ? 'won' : told.reason
}

test('the levels win in the order of the precedence', () => {
  const rows = defaultPrecedence.levels.map((level) => row(level, { level }))
  for (let from = 0; from < rows.length; from++) {
    assert.equal(answer(question, ...rows.slice(from).reverse()), defaultPrecedence.levels[from])
  }
})

test('inside a level the narrower scope wins: assignment, project, client, firm', () => {
  const asked = { ...question, assignmentId: 'a1' }
  const person = (id: string, scope: RateScope) =>
    row(id, { level: 'person', scope: { workerId: 'w1', ...scope } })
  const rows = [
    person('assignment', { assignmentId: 'a1' }),
    person('project', { projectId: 'p1', clientId: 'c1' }),
    person('project only', { projectId: 'p1' }),
    person('client', { clientId: 'c1' }),
    person('firm', {}),
  ]
  for (let from = 0; from < rows.length; from++) {
    assert.equal(answer(asked, ...rows.slice(from).reverse()), rows[from]!.id)
  }
})

const losses: readonly (readonly [string, Partial<RateRow>, string])[] = [
  ['a level that comes later', { level: 'client' }, 'lower_level'],
  ['a broader scope', { level: 'role' }, 'broader_scope'],
  ['every region', { level: 'role', scope: { laborCategory: 'senior', projectId: 'p1' } }, 'broader_region'],
  ['an end on the work date', { until: day('2026-05-15') }, 'expired'],
  ['a start after the work date', { from: day('2026-05-16') }, 'not_yet_valid'],
  ['another currency', { currency: 'USD' }, 'other_currency'],
  ['another region', { region: 'south' }, 'other_region'],
  ['another legal entity', { legalEntity: 'beta' }, 'other_legal_entity'],
  ['a person rate for nobody', { level: 'person', scope: {} }, 'scope_without_anchor'],
  ['another worker', { level: 'person', scope: { workerId: 'w2' } }, 'no candidate'],
  ['another kind', { kind: 'cost' }, 'no candidate'],
]

for (const [name, about, reason] of losses) {
  test(`a rate with ${name} loses, and the decision says why`, () => {
    const scope = { laborCategory: 'senior', projectId: 'p1' }
    const winner = row('winner', { level: 'role', scope, region: 'north' })
    assert.equal(lossOf('loser', row('loser', about), winner), reason)
  })
}

test('an exact region never lets a default beat the rate of a person', () => {
  assert.equal(
    answer(question, row('regional', { region: 'north' }), row('person', { level: 'person' })),
    'person',
  )
})

test('a rate is live on its first day and on the day before its end', () => {
  const rows = [row('spring', { from: day('2026-03-01'), until: day('2026-07-01') })]
  const on = (text: string) => answer({ ...question, workedOn: day(text) }, ...rows)
  assert.deepEqual(['2026-02-28', '2026-03-01', '2026-06-30', '2026-07-01'].map(on), [
    'MISSING_RATE',
    'spring',
    'spring',
    'MISSING_RATE',
  ])
})

test('a later version replaces the earlier one, and a past question is answered as it was known', () => {
  const old = row('r', { amount: decimal('100'), learnedAt: 5n })
  const raised = row('r', { version: 2, amount: decimal('110'), learnedAt: 9n })
  const moved = row('r', { version: 3, from: day('2027-01-01'), learnedAt: 12n })
  const at = (asOf: bigint) => {
    const outcome = resolveRate({ ...question, asOf }, [raised, moved, old])
    return isRejection(outcome) ? outcome.code : formatDecimal(outcome.winner.amount)
  }
  assert.deepEqual([4n, 5n, 8n, 9n, 12n].map(at), ['MISSING_RATE', '100', '100', '110', 'MISSING_RATE'])
})

test('an ambiguity names its rates, and a lower ambiguity harms nobody', () => {
  const twins = [row('b', { level: 'project', amount: decimal('155') }), row('a', { level: 'project' })]
  const outcome = resolveRate(question, twins)
  assert.ok(isRejection(outcome) && outcome.code === 'AMBIGUOUS_RATE')
  assert.equal(outcome.detail?.candidates, 'a@1 100 tied; b@1 155 tied')
  assert.equal(answer(question, ...twins, row('person', { level: 'person' })), 'person')
})

test('a missing rate names the near misses', () => {
  const outcome = resolveRate(question, [
    row('old', { until: day('2026-01-31') }),
    row('usd', { currency: 'USD' }),
  ])
  assert.ok(isRejection(outcome) && outcome.code === 'MISSING_RATE')
  assert.equal(outcome.detail?.candidates, 'old@1 100 expired; usd@1 100 other_currency')
  assert.equal(outcome.detail?.workedOn, '2026-05-15')
})

const near = fc.integer({ min: -3, max: 3 }).map((n) => addDays(question.workedOn, n))
const anyRow: fc.Arbitrary<RateRow> = fc
  .record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
    version: fc.integer({ min: 1, max: 2 }),
    kind: fc.constantFrom('bill' as const, 'bill' as const, 'cost' as const),
    level: fc.constantFrom(...defaultPrecedence.levels),
    narrowed: fc.subarray(['projectId', 'clientId', 'taskId'] as const),
    currency: fc.constantFrom('EUR', 'EUR', 'EUR', 'USD'),
    region: fc.constantFrom(undefined, undefined, 'north', 'south'),
    legalEntity: fc.constantFrom(undefined, undefined, 'alpha', 'beta'),
    amount: fc.bigInt({ min: 0n, max: 200n }).map((coefficient) => ({ coefficient, scale: 0 })),
    from: near,
    until: fc.option(near),
  })
  .map(({ narrowed, region, legalEntity, ...about }) => ({
    ...about,
    learnedAt: BigInt(about.version),
    scope: { ...scopes[about.level], ...Object.fromEntries(narrowed.map((key) => [key, question[key]!])) },
    ...(region === undefined ? {} : { region }),
    ...(legalEntity === undefined ? {} : { legalEntity }),
  }))

/** Every second list has a twin of one of its rows, because equals are what matters and chance makes few. */
const anyRows = fc
  .tuple(
    fc.uniqueArray(anyRow, { minLength: 1, maxLength: 10, selector: (each) => `${each.id}@${each.version}` }),
    fc.boolean(),
  )
  .map(([rows, twin]) => (twin ? [...rows, { ...rows[0]!, id: 'twin' }] : rows))

/**
 * The rules told again, slowly: filter, level by level, then drop whatever somebody else in the level
 * outdoes.
 */
function byTheBook(rows: readonly RateRow[]): string {
  const live = rows.filter(
    (each) =>
      each.kind === 'bill' &&
      each.currency === 'EUR' &&
      (each.region ?? 'north') === 'north' &&
      (each.legalEntity ?? 'alpha') === 'alpha' &&
      each.from <= question.workedOn &&
      (each.until === null || question.workedOn < each.until) &&
      !rows.some((later) => later.id === each.id && later.version > each.version),
  )
  for (const level of defaultPrecedence.levels) {
    let left = live.filter((each) => each.level === level)
    for (const key of ['taskId', 'projectId', 'clientId'] as const) {
      if (left.some((each) => each.scope[key])) left = left.filter((each) => each.scope[key])
    }
    for (const key of ['region', 'legalEntity'] as const) {
      if (left.some((each) => each[key])) left = left.filter((each) => each[key])
    }
    if (left.length > 0) return left.length === 1 ? `${left[0]!.id}@${left[0]!.version}` : 'AMBIGUOUS_RATE'
  }
  return 'MISSING_RATE'
}

type Resolve = typeof resolveRate
const spellOutcome = (outcome: ReturnType<Resolve>) =>
  isRejection(outcome) ? outcome.code : `${outcome.winner.id}@${outcome.winner.version}`

guarantee('one rate wins by the rules, or none does', {
  holds: resolveRate as Resolve,
  planted: {
    'the last of two equals wins': ((asked, rows) => {
      const outcome = resolveRate(asked, rows)
      if (!isRejection(outcome) || outcome.code !== 'AMBIGUOUS_RATE') return outcome
      const ids = outcome.detail!.candidates!.split('; ').map((text) => text.split(' ')[0])
      const last = rows.filter((each) => ids.includes(`${each.id}@${each.version}`)).at(-1)!
      return { winner: last, considered: [], precedence: '' } satisfies RateDecision
    }) as Resolve,
    'an end that is still live': ((asked, rows) =>
      resolveRate(
        asked,
        rows.map((each) => ({ ...each, until: each.until === null ? null : addDays(each.until, 1) })),
      )) as Resolve,
    'zero taken for no rate': ((asked, rows) =>
      resolveRate(
        asked,
        rows.filter((each) => each.amount.coefficient !== 0n),
      )) as Resolve,
    'a region that outweighs the level': ((asked, rows) => {
      const regional = resolveRate(
        asked,
        rows.filter((each) => each.region === 'north'),
      )
      return isRejection(regional) ? resolveRate(asked, rows) : regional
    }) as Resolve,
  },
  runs: 3000,
  property: (resolve) =>
    fc.property(anyRows, (rows) => {
      assert.equal(spellOutcome(resolve(question, rows)), byTheBook(rows))
    }),
})

guarantee('the order in which rates arrive changes nothing, not even the trace', {
  holds: resolveRate as Resolve,
  planted: {
    'a trace in the order of arrival': ((asked, rows) => {
      const outcome = resolveRate(asked, rows)
      if (isRejection(outcome)) return outcome
      const at = (id: string, version: number) =>
        rows.findIndex((each) => each.id === id && each.version === version)
      const considered = [...outcome.considered].sort(
        (a, b) => at(a.rowId, a.version) - at(b.rowId, b.version),
      )
      return { ...outcome, considered }
    }) as Resolve,
    'the first of two equals wins': ((asked, rows) => {
      const outcome = resolveRate(asked, rows)
      if (!isRejection(outcome) || outcome.code !== 'AMBIGUOUS_RATE') return outcome
      const ids = outcome.detail!.candidates!.split('; ').map((text) => text.split(' ')[0])
      const first = rows.find((each) => ids.includes(`${each.id}@${each.version}`))!
      return { winner: first, considered: [], precedence: '' }
    }) as Resolve,
  },
  property: (resolve) =>
    fc.property(
      anyRows.chain((rows) =>
        fc.tuple(
          fc.constant(rows),
          fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
        ),
      ),
      ([rows, shuffled]) => {
        assert.deepEqual(resolve(question, shuffled), resolve(question, rows))
      },
    ),
})
