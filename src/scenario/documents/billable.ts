import { rulesOf, type WorkTexts, workTexts } from '../../contracts/documents/said.ts'
import { formatDecimal } from '../../kernel/decimal.ts'
import type { Agreement, ContractLine } from '../../model/scenario/agreement.ts'
import type { DocumentRules } from '../../model/scenario/document-rules.ts'
import type { ReportedWork } from '../../model/scenario/work.ts'
import type { Piece, Valued } from '../pieces.ts'
import { contractOn, type World } from '../world.ts'

/** A piece that waits for a document, with everything that it is grouped by. */
export type Billable = {
  readonly piece: Piece
  /** The number of the piece within its work. */
  readonly number: string
  /** Null for work that a contract makes by itself. */
  readonly work: ReportedWork | null
  readonly contract: Agreement
  readonly line: ContractLine | null
  readonly client: string | null
  readonly rules: DocumentRules
  readonly texts: WorkTexts
}

export function billables(world: World, open: readonly Piece[], valued: readonly Valued[]): Billable[] {
  const reported = new Map(world.work.map((one) => [one.id, one]))
  const numbers = numbersOf(valued)
  const counted = new Map<string, number>()
  return open.map((piece) => {
    const count = (counted.get(piece.work) ?? 0) + 1
    counted.set(piece.work, count)
    return billable(world, piece, reported.get(piece.work) ?? null, numbers.get(piece) ?? String(count))
  })
}

function numbersOf(valued: readonly Valued[]): Map<Piece, string> {
  return new Map(valued.flatMap((one) => one.pieces.map((piece, at) => [piece, String(at + 1)] as const)))
}

export function billable(world: World, piece: Piece, work: ReportedWork | null, number: string): Billable {
  const contract = contractOn(world, piece.contract, piece.on) ?? world.contracts.get(piece.contract)!.at(-1)!
  const project = work?.project === undefined ? undefined : world.projects.get(work.project)
  const client = contract.client ?? project?.client ?? null
  const entity = world.legalEntities.get(contract.legalEntity ?? '')
  return {
    piece,
    number,
    work,
    contract,
    line: contract.lines.find((one) => one.id === piece.line) ?? null,
    client,
    rules: rulesOf(entity, world.clients.get(client ?? ''), contract),
    texts: textsOf(world, piece, work),
  }
}

function textsOf(world: World, piece: Piece, work: ReportedWork | null): WorkTexts {
  const worker = work?.worker === undefined ? undefined : world.workers.get(work.worker)
  const task = work?.task === undefined ? undefined : world.tasks.get(work.task)
  return workTexts(piece.on, {
    contract: piece.contract,
    purchase_order: piece.purchaseOrder ?? null,
    line: piece.line,
    project: work?.project ?? task?.project ?? null,
    task: work?.task ?? null,
    phase: task?.phase ?? null,
    role: work?.laborCategory ?? worker?.laborCategory ?? null,
    worker: work?.worker ?? null,
    band: piece.band,
    rate: piece.rate && formatDecimal(piece.rate),
    kind: piece.kind,
    entry: piece.work,
  })
}
