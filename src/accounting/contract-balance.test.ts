import fc from 'fast-check'
import { guarantee } from '../../test/property.ts'
import { moveBalance, type Moved, type Position, presented } from './contract-balance.ts'

type Move = (before: Position, move: Position) => Moved
const euro = (minor: bigint) => ({ minor, currency: 'EUR' })
const dollar = (minor: bigint) => ({ minor, currency: 'USD' })
const nothing: Position = { amount: euro(0n), value: dollar(0n) }

const moves = fc.array(
  fc.record({
    amount: fc.integer({ min: -90_000, max: 90_000 }),
    percent: fc.integer({ min: 80, max: 130 }),
  }),
  { minLength: 1, maxLength: 12 },
)
const positionOf = (amount: number, percent: number): Position => ({
  amount: euro(BigInt(amount)),
  value: dollar((BigInt(amount) * BigInt(percent)) / 100n),
})

function run(move: Move, list: readonly { amount: number; percent: number }[], close: boolean) {
  let position = nothing
  const balances = new Map<string, { amount: bigint; value: bigint }>()
  let sound = true
  const step = (by: Position) => {
    const { after, lines } = move(position, by)
    for (const line of lines) {
      const old = balances.get(line.purpose) ?? { amount: 0n, value: 0n }
      balances.set(line.purpose, {
        amount: old.amount + line.amount.minor,
        value: old.value + line.value.minor,
      })
    }
    position = after
    const asset = balances.get('contract_asset')?.amount ?? 0n
    const liability = balances.get('contract_liability')?.amount ?? 0n
    if (asset < 0n || liability > 0n || (asset !== 0n && liability !== 0n)) sound = false
    if (asset + liability !== position.amount.minor) sound = false
  }
  for (const one of list) step(positionOf(one.amount, one.percent))
  if (close) step({ amount: euro(-position.amount.minor), value: dollar(-position.amount.minor) })
  const left = [...balances.values()].every((one) => one.amount === 0n && one.value === 0n)
  return { sound, left }
}

guarantee('a contract shows an asset or a liability, never both, and they add up to what moved', {
  holds: moveBalance as Move,
  planted: {
    'billing put on the liability always': ((before, move) => ({
      ...moveBalance(before, move),
      lines: [{ purpose: 'contract_liability', ...move }],
    })) as Move,
  },
  property: (move) => fc.property(moves, (list) => run(move, list, false).sound),
})

guarantee('a contract that is billed and earned in full leaves nothing in the ledger at any exchange rate', {
  holds: moveBalance as Move,
  planted: {
    'a balance taken away at the rate of the day': ((before, move) => {
      const moved = moveBalance(before, move)
      const after = { ...moved.after, value: dollar(before.value.minor + move.value.minor) }
      const last = moved.lines.length - 1
      const others = moved.lines.slice(0, last).reduce((sum, line) => sum + line.value.minor, 0n)
      const lines = moved.lines.map((line, at) =>
        at === last ? { ...line, value: dollar(after.value.minor - before.value.minor - others) } : line,
      )
      return { after, lines }
    }) as Move,
  },
  property: (move) => fc.property(moves, (list) => run(move, list, true).left),
})

guarantee('recognised less billed is the asset less the liability', {
  holds: presented,
  planted: {
    'nothing but assets': ((recognised, billed) => ({
      ...presented(recognised, billed),
      liability: euro(0n),
    })) as typeof presented,
  },
  property: (present) =>
    fc.property(fc.bigInt(0n, 10n ** 9n), fc.bigInt(0n, 10n ** 9n), (recognised, billed) => {
      const { asset, liability } = present(euro(recognised), euro(billed))
      return (
        asset.minor - liability.minor === recognised - billed &&
        (asset.minor === 0n || liability.minor === 0n)
      )
    }),
})
