/** Drafts are made anew from the work that they hold. */
import { cut, minus } from '../../contracts/changes/cover.ts'
import type { BilledDocument } from '../../contracts/changes/standing.ts'
import { addDecimal, compareDecimal, type Decimal, isZero } from '../../kernel/decimal.ts'
import type { Piece } from '../pieces.ts'
import type { Outcome } from '../steps/compare.ts'

type Place = { readonly draft: string; readonly contract: string | null; readonly quantity: Decimal | null }

/** Puts what waits for a document on the draft that holds its work; on the last of several goes what is left. */
export function onDrafts(documents: readonly BilledDocument[], outcomes: readonly Outcome[]): Outcome[] {
  const places = placesOf(documents)
  if (places.size === 0) return [...outcomes]
  return outcomes.map((outcome) => {
    const drafts = places.get(outcome.valued.work)
    if (drafts === undefined) return outcome
    const moved = new Map(outcome.open.map((piece) => [piece, [piece] as readonly Piece[]]))
    let waiting = outcome.open
    for (const [at, { draft, contract, quantity }] of drafts.entries()) {
      const wanted = at === drafts.length - 1 ? null : quantity
      waiting = putOn(draft, waiting, contract, wanted, moved)
    }
    const pieces = outcome.valued.pieces.flatMap((piece) => moved.get(piece) ?? [piece])
    const open = outcome.open.flatMap((piece) => moved.get(piece)!)
    return { ...outcome, open, valued: { ...outcome.valued, pieces } }
  })
}

function placesOf(documents: readonly BilledDocument[]): Map<string, Place[]> {
  const places = new Map<string, Place[]>()
  const drafts = documents.filter((one) => one.status === 'draft' && one.kind === 'invoice')
  for (const draft of drafts.sort((a, b) =>
    a.on === b.on ? (a.id < b.id ? -1 : 1) : a.on < b.on ? -1 : 1,
  )) {
    for (const { members } of draft.lines) {
      for (const { work, quantity } of members) {
        const list = places.get(work) ?? []
        const last = list.at(-1)
        if (last?.draft === draft.id) {
          const sum = last.quantity === null || quantity === null ? null : addDecimal(last.quantity, quantity)
          list[list.length - 1] = { ...last, quantity: sum }
        } else list.push({ draft: draft.id, contract: draft.contract, quantity })
        places.set(work, list)
      }
    }
  }
  return places
}

/** Returns what still waits. `moved` says of every piece what became of it. */
function putOn(
  draft: string,
  waiting: readonly Piece[],
  contract: string | null,
  wanted: Decimal | null,
  moved: Map<Piece, readonly Piece[]>,
): Piece[] {
  const left: Piece[] = []
  let room = wanted
  for (const piece of waiting) {
    const full = room !== null && (isZero(room) || room.coefficient < 0n)
    if (full || (contract !== null && contract !== piece.contract)) {
      left.push(piece)
      continue
    }
    const slice = room === null || compareDecimal(piece.quantity, room) <= 0 ? piece : cut(0, piece, room)
    const taken: Piece = {
      ...piece,
      quantity: slice.quantity,
      amount: slice.amount,
      bucket: 'draft',
      document: draft,
    }
    if (room !== null)
      room = addDecimal(room, { ...taken.quantity, coefficient: -taken.quantity.coefficient })
    const rest = { ...piece, ...minus(piece, { at: 0, quantity: taken.quantity, amount: taken.amount }) }
    const more = isZero(rest.quantity) && rest.amount.minor === 0n ? [] : [rest]
    left.push(...more)
    replace(moved, piece, [taken, ...more])
  }
  return left
}

function replace(moved: Map<Piece, readonly Piece[]>, piece: Piece, by: readonly Piece[]): void {
  for (const [origin, parts] of moved) {
    if (!parts.includes(piece)) continue
    moved.set(
      origin,
      parts.flatMap((part) => (part === piece ? by : [part])),
    )
  }
}
