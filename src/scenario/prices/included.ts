import {
  compareDecimal,
  type Decimal,
  decimal,
  divideRounded,
  formatDecimal,
  multiplyDecimal,
  powerOfTen,
  subtractDecimal,
} from '../../kernel/decimal.ts'
import { formatMoney, type Money, subtractMoney } from '../../kernel/money.ts'
import { contains } from '../../kernel/periods.ts'
import { lengthOf, type ServicePeriod } from '../../contracts/service-periods.ts'
import type { Subscription } from '../../model/scenario/subscriptions.ts'
import { periodsOfService } from '../fees/subscriptions.ts'
import type { Piece, Valued } from '../pieces.ts'
import { knownIn, type World } from '../world.ts'
import { extendUnit, inOrder, lineOf, portion } from './parts.ts'

type Included = NonNullable<Subscription['included']>
const perUnit = { hour: 3600n, minute: 60n, second: 1n, day: 1n, unit: 1n } as const

/**
 * Covered work fills what the fee of its period includes, in the order of work date. What is over is split off and
 * priced; work outside of every period of service is over as a whole.
 */
export function includeWork(world: World, valued: readonly Valued[]): Valued[] {
  const changed = new Map<string, Valued>()
  const rooms = new Map<string, Decimal>()
  for (const one of inOrder(valued)) {
    const subscription = lineOf(world, one)?.subscription
    if (subscription?.included === undefined) continue
    if (!one.pieces.some((piece) => piece.bucket === 'included')) continue
    const period = periodsOfService(world, subscription).find((each) => contains(each, one.on))
    const ended = knownIn(world, subscription.cancelled === undefined ? [] : [subscription.cancelled])[0]
    const served = period !== undefined && !(ended !== undefined && ended.on <= one.on) ? period : null
    const key = JSON.stringify([one.contract, one.line, served?.from ?? one.work, one.unit === 'unit'])
    let room = rooms.get(key) ?? allowance(subscription.included, served, one)
    const pieces = one.pieces.flatMap((piece) => {
      if (piece.bucket !== 'included') return [piece]
      const used = taken(piece, room)
      room = subtractDecimal(room, used)
      return split(piece, used, subscription.included!)
    })
    rooms.set(key, room)
    changed.set(one.work, { ...one, pieces })
  }
  return valued.map((one) => changed.get(one.work) ?? one)
}

/** In seconds for time, in units otherwise. */
function allowance(included: Included, period: ServicePeriod | null, one: Valued): Decimal {
  if (period === null) return decimal('0')
  const base = one.unit === 'unit' || one.unit === 'day' ? 1n : 3600n
  const whole = multiplyDecimal(decimal(included.quantity), { coefficient: base, scale: 0 })
  if (included.prorated !== true) return whole
  const [days, of] = [BigInt(lengthOf(period)), BigInt(lengthOf(period.whole))]
  const coefficient = divideRounded(whole.coefficient * days * 10_000n, of, 'down')
  return { coefficient, scale: whole.scale + 4 }
}

function taken(piece: Piece, room: Decimal): Decimal {
  const wanted = multiplyDecimal(piece.quantity, { coefficient: perUnit[piece.unit], scale: 0 })
  return compareDecimal(wanted, room) <= 0 ? wanted : room
}

function split(piece: Piece, used: Decimal, rules: Included): Piece[] {
  const per = perUnit[piece.unit]
  const wanted = multiplyDecimal(piece.quantity, { coefficient: per, scale: 0 })
  if (compareDecimal(used, wanted) >= 0) return [piece]
  const scale = used.scale + 4
  const inside = { coefficient: divideRounded(used.coefficient * 10_000n, per, 'half_away'), scale }
  const over = subtractDecimal(piece.quantity, inside)
  const covered = share(piece.amount, used, wanted)
  const rest = subtractMoney(piece.amount, covered)
  const percent = decimal(rules.overagePercent ?? '100')
  const rate = rules.overageRate === undefined ? null : decimal(rules.overageRate)
  const price = rate === null ? rest : extendUnit(over, piece.unit, rate, rest.currency)
  const amount = portion(price, percent.coefficient, powerOfTen(percent.scale + 2))
  const missing = piece.rate === null && rate === null && piece.amount.minor === 0n
  const said = `${formatDecimal(over)} of it is over what the fee includes: ${formatMoney(amount)} ${amount.currency}.`
  const charged: Piece = {
    ...piece,
    quantity: over,
    rate: rate ?? piece.rate,
    amount,
    bucket: missing ? 'held' : 'priced',
    limit: 'included',
    reason: missing ? 'MISSING_RATE' : 'over what the fee includes',
    story: [said],
  }
  return used.coefficient === 0n ? [charged] : [{ ...piece, quantity: inside, amount: covered }, charged]
}

function share(amount: Money, part: Decimal, whole: Decimal): Money {
  const top = part.coefficient * powerOfTen(whole.scale)
  return portion(amount, top, whole.coefficient * powerOfTen(part.scale))
}
