import type { Decimal } from '../kernel/decimal.ts'
import { addDecimal, isZero, negateDecimal } from '../kernel/decimal.ts'
import { assert } from '../kernel/errors.ts'
import type { Money } from '../kernel/money.ts'

/**
 * One row of what one piece of work is charged. The rows of a work item only ever grow in number; their sum
 * per contract, client, legal entity, currency and further mark is what it is charged there.
 */
export type ChargeAtom = {
  readonly contractId: string
  readonly clientId: string
  readonly legalEntity: string
  readonly quantity: Decimal
  readonly amount: Money
  /** A further mark that keeps rows apart: a project, a day, a treatment. Compared, never read. */
  readonly apart?: string
}

/** One line with the net change, or the old charge taken back in full and the new one made. */
export type DifferenceStyle = 'difference' | 'credit_and_rebill'

/**
 * The rows to append so that the sum of all rows is the desired charge, and zero everywhere else. Nothing is
 * appended where nothing differs. What is taken back stands before what is added.
 */
export function differenceOf<Atom extends ChargeAtom>(
  existing: readonly Atom[],
  desired: Atom | null,
  style: DifferenceStyle = 'difference',
): Atom[] {
  if (existing.length === 0) return desired === null || isEmpty(desired) ? [] : [desired]
  const standing = new Map<string, Atom>()
  for (const atom of existing) {
    const key = keyOf(atom)
    const sum = standing.get(key)
    standing.set(key, sum === undefined ? atom : plus(sum, atom))
  }
  const desiredKey = desired === null ? null : keyOf(desired)
  const rows: Atom[] = []
  for (const key of [...standing.keys()].sort()) {
    if (key !== desiredKey) append(rows, reversed(standing.get(key)!))
  }
  if (desired === null) return rows
  const there = standing.get(keyOf(desired))
  if (there === undefined) {
    append(rows, desired)
    return rows
  }
  const change = plus(desired, reversed(there))
  if (style === 'difference' || isEmpty(change)) {
    append(rows, change)
  } else {
    append(rows, reversed(there))
    append(rows, desired)
  }
  return rows
}

function keyOf(atom: ChargeAtom): string {
  return JSON.stringify([
    atom.contractId,
    atom.clientId,
    atom.legalEntity,
    atom.amount.currency,
    atom.apart ?? null,
  ])
}

function plus<Atom extends ChargeAtom>(a: Atom, b: Atom): Atom {
  assert(a.amount.currency === b.amount.currency, 'Charges of one key have one currency')
  return {
    ...a,
    quantity: addDecimal(a.quantity, b.quantity),
    amount: { minor: a.amount.minor + b.amount.minor, currency: a.amount.currency },
  }
}

function reversed<Atom extends ChargeAtom>(atom: Atom): Atom {
  return {
    ...atom,
    quantity: negateDecimal(atom.quantity),
    amount: { minor: -atom.amount.minor, currency: atom.amount.currency },
  }
}

function isEmpty(atom: ChargeAtom): boolean {
  return isZero(atom.quantity) && atom.amount.minor === 0n
}

function append<Atom extends ChargeAtom>(rows: Atom[], atom: Atom): void {
  if (!isEmpty(atom)) rows.push(atom)
}
