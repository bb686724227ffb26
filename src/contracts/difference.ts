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
 * The rows to append so that the sum of all rows is what is desired, and zero everywhere else. Desired parts of one
 * place are added up. Nothing is appended where nothing differs. What is taken back stands before what is added.
 */
export function differenceOf<Atom extends ChargeAtom>(
  existing: readonly Atom[],
  desired: readonly Atom[],
  style: DifferenceStyle = 'difference',
): Atom[] {
  const standing = sumsOf(existing)
  const wanted = sumsOf(desired)
  const rows: Atom[] = []
  for (const key of [...standing.keys()].sort()) {
    if (!wanted.has(key)) append(rows, reversed(standing.get(key)!))
  }
  for (const [key, want] of wanted) {
    const there = standing.get(key)
    if (there === undefined) {
      append(rows, want)
      continue
    }
    const change = plus(want, reversed(there))
    if (style === 'difference' || isEmpty(change)) {
      append(rows, change)
    } else {
      append(rows, reversed(there))
      append(rows, want)
    }
  }
  return rows
}

function sumsOf<Atom extends ChargeAtom>(atoms: readonly Atom[]): Map<string, Atom> {
  const sums = new Map<string, Atom>()
  for (const atom of atoms) {
    const key = keyOf(atom)
    const sum = sums.get(key)
    sums.set(key, sum === undefined ? atom : plus(sum, atom))
  }
  return sums
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
