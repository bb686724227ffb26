/** The work that an asked credit names on a line. */
import type { BilledDocument } from '../../contracts/changes/standing.ts'
import { compareDecimal, type Decimal, decimal, divideRounded, powerOfTen } from '../../kernel/decimal.ts'
import { type Rejection, reject } from '../../kernel/errors.ts'
import type { AskedCredit } from '../../model/scenario/existing.ts'
import type { Compared } from '../steps/compare.ts'
import { nothing } from './context.ts'
import { amountOf } from '../known.ts'

/** Above zero: what is given back. */
export type MemberCredit = { readonly work: string; readonly quantity: Decimal; readonly minor: bigint }
type Asked = NonNullable<NonNullable<AskedCredit['lines']>[number]['members']>

/** Money in proportion to time, and all that is left with the last of it. Every member where none is named. */
export function askedMembers(
  path: string,
  document: BilledDocument,
  line: string,
  asked: Asked | undefined,
  compared: Compared,
): MemberCredit[] | Rejection {
  const standing = [...compared.known.standing.values()]
    .flat()
    .filter((one) => one.document === document.id && one.line === line)
  if (asked === undefined)
    return standing.map((one) => ({
      work: one.work,
      quantity: one.quantity ?? nothing,
      minor: one.amount.minor - one.given.minor,
    }))
  const found: MemberCredit[] = []
  for (const one of asked) {
    const there = standing.find((each) => each.work === one.work)
    const quantity = one.quantity === undefined ? (there?.quantity ?? nothing) : decimal(one.quantity)
    const left = there?.quantity ?? quantity
    if (there === undefined || compareDecimal(quantity, left) > 0)
      return reject(
        'CREDIT_BEYOND_BILLED',
        `Line ${line} of ${document.id} holds less of ${one.work} than is to be credited`,
      )
    const minor = there.amount.minor - there.given.minor
    const part =
      one.amount === undefined
        ? partOf(minor, quantity, left)
        : amountOf(one.amount, document.currency, `${path}/members (${one.work})`).minor
    found.push({ work: one.work, quantity, minor: part })
  }
  return found
}

function partOf(minor: bigint, quantity: Decimal, left: Decimal): bigint {
  if (compareDecimal(quantity, left) === 0) return minor
  const scale = Math.max(quantity.scale, left.scale)
  const share = quantity.coefficient * powerOfTen(scale - quantity.scale)
  return divideRounded(minor * share, left.coefficient * powerOfTen(scale - left.scale), 'half_away')
}
