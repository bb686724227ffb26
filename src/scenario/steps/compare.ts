import { causeOf } from '../../contracts/changes/cause.ts'
import { compareWork, type DocumentDifference } from '../../contracts/changes/compare-work.ts'
import { plus, settle } from '../../contracts/changes/decisions.ts'
import type { BilledDocument, Standing } from '../../contracts/changes/standing.ts'
import { formatDecimal } from '../../kernel/decimal.ts'
import { answersTo } from '../changes/answers.ts'
import { type Answered, type Context, isBillable, styleOf } from '../changes/context.ts'
import { onDrafts } from '../changes/drafts.ts'
import { issuedIn, type Known } from '../changes/issued.ts'
import { placePieces } from '../changes/placed-pieces.ts'
import { creditsOf, type Proposed, proposalOf, type ToCredit } from '../changes/proposals.ts'
import { complain } from '../complaint.ts'
import type { Piece, Valued } from '../pieces.ts'
import type { World } from '../world.ts'

export type Compared = {
  /** Work with every piece in its bucket, what was issued before among them. */
  readonly valued: readonly Valued[]
  /** Pieces that wait for a document. Those that stand on a draft name it. */
  readonly open: readonly Piece[]
  readonly proposals: readonly Proposed[]
  readonly toCredit: readonly ToCredit[]
  readonly known: Known
}
export type Outcome = {
  readonly valued: Valued
  readonly open: readonly Piece[]
  readonly proposals: readonly Proposed[]
  readonly toCredit: readonly ToCredit[]
}

/**
 * Lines of issued documents are pinned; what they would now be worth otherwise is proposed. What was never on an
 * issued line, or was opened again by a credit, waits for the next document.
 */
export function compareWithIssued(world: World, valued: readonly Valued[]): Compared {
  const known = issuedIn(world)
  checkMembers(known, valued)
  const documents = new Map(known.documents.map((one) => [one.id, one]))
  const compared = valued.map((one): Outcome => {
    const standing = known.standing.get(one.work)
    if (standing !== undefined) return compareOne(world, one, standing, documents)
    const open = one.pieces.filter((piece) => piece.bucket === 'priced')
    return { valued: one, open, proposals: [], toCredit: [] }
  })
  const outcomes = onDrafts(known.documents, compared)
  return {
    valued: outcomes.map((one) => one.valued),
    open: outcomes.flatMap((one) => one.open),
    proposals: outcomes.flatMap((one) => one.proposals),
    toCredit: outcomes.flatMap((one) => one.toCredit),
    known,
  }
}

function checkMembers({ documents }: Known, valued: readonly Valued[]): void {
  if (documents.length === 0) return
  const seen = new Set(valued.map((one) => one.work))
  for (const document of documents)
    for (const line of document.lines)
      for (const { work } of line.members)
        if (!seen.has(work))
          complain(
            `/documents (${document.id})/lines (${line.id})/members`,
            `there is no work ${work}`,
            'Add the work as it was reported; what was deleted stays, with approval: deleted',
          )
}

function compareOne(
  world: World,
  work: Valued,
  standing: readonly Standing[],
  documents: ReadonlyMap<string, BilledDocument>,
): Outcome {
  const contract = work.contract ?? standing[0]!.contract ?? ''
  const currency = work.pieces[0]?.amount.currency ?? standing[0]!.amount.currency
  const pieces = work.pieces.filter(isBillable)
  const compared = compareWork({
    contract,
    currency,
    pieces: pieces.map((piece) => ({ ...piece, allowed: piece.bucket !== 'parked' })),
    standing,
    edited: isEdited(world, work, standing, documents),
    valued: work.held.length === 0 || pieces.some((piece) => piece.amount.minor !== 0n),
  })
  const style = styleOf(world, contract, work.on)
  const context = { world, work, contract, currency, pieces, standing, documents, compared, style }
  const answered = compared.differences.map((difference) => answer(context, difference))
  const placed = placePieces(context, answered)
  return {
    valued: { ...work, pieces: placed.pieces },
    open: placed.open,
    proposals: answered.flatMap((one) => proposalOf(context, one)),
    toCredit: answered.flatMap((one) => creditsOf(context, one)),
  }
}

/**
 * Changed since it was billed: the revision that counts is not the one that was known when the last document was
 * made. Where no positions are said, a document billed the first revision that the file holds.
 */
function isEdited(
  world: World,
  work: Valued,
  standing: readonly Standing[],
  documents: ReadonlyMap<string, BilledDocument>,
): boolean {
  const revisions = world.revisions.get(work.work) ?? []
  if (revisions.length === 0) return false
  const billedAt = Math.max(...standing.map((one) => documents.get(one.document)?.learned ?? 0))
  const before = revisions.filter((one) => (one.learned ?? 0) <= billedAt).map((one) => one.revision ?? 1)
  const first = Math.min(...revisions.map((one) => one.revision ?? 1))
  const billed = billedAt === 0 || before.length === 0 ? first : Math.max(...before)
  return billed !== work.revision
}

function answer(context: Context, difference: DocumentDifference): Answered {
  const { world, work, documents } = context
  const stopped = difference.waits || work.held.length > 0
  const answers = answersTo(world, work.work, difference, documents)
  // What was declined stays declined whatever stops the rest.
  const counting = answers.filter((one) => one.decision === 'declined' || !stopped)
  return { difference, settled: settle(difference.change, counting), cause: whyOf(context, difference) }
}

const goneReasons: Partial<Record<Piece['bucket'], string>> = {
  included: 'a fee covers the work now',
  non_billable: 'the work is not billable any more',
  written_off: 'the work was written off',
}

function whyOf({ work, pieces, contract }: Context, difference: DocumentDifference): string {
  const other = work.pieces.find((piece) => !isBillable(piece))
  const gone = pieces.length > 0 || other === undefined ? null : (goneReasons[other.bucket] ?? other.reason)
  const rates = pieces.flatMap((piece) => (piece.rate === null ? [] : [formatDecimal(piece.rate)]))
  return causeOf({
    work: work.work,
    unit: work.unit,
    document: difference.document,
    billed: difference.billed,
    now: plus(difference.billed, difference.change),
    rates: [...new Set(rates)],
    gone,
    movedTo: difference.contract === contract ? null : contract,
  })
}
