import { weekOf } from '../../kernel/periods.ts'
import { formatDecimal } from '../../kernel/decimal.ts'
import type { Agreement, ContractLine } from '../../model/scenario/agreement.ts'
import type { DocumentKey, DocumentRules, LineKey } from '../../model/scenario/document-rules.ts'
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
  readonly texts: Readonly<Record<LineKey | DocumentKey, string | null>>
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
  return {
    piece,
    number,
    work,
    contract,
    line: contract.lines.find((one) => one.id === piece.line) ?? null,
    client,
    rules: rulesOf(world, contract, client),
    texts: textsOf(world, piece, work),
  }
}

/** What the contract says comes before what its client says, and that before the legal entity, member by member. */
function rulesOf(world: World, contract: Agreement, client: string | null): DocumentRules {
  const entity =
    contract.legalEntity === undefined ? undefined : world.legalEntities.get(contract.legalEntity)
  const of = client === null ? undefined : world.clients.get(client)
  return { ...entity?.documents, ...of?.documents, ...contract.documents }
}

function textsOf(world: World, piece: Piece, work: ReportedWork | null): Billable['texts'] {
  const worker = work?.worker === undefined ? undefined : world.workers.get(work.worker)
  const task = work?.task === undefined ? undefined : world.tasks.get(work.task)
  return {
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
    day: piece.on,
    week: weekOf(piece.on).from,
    month: piece.on.slice(0, 7),
    kind: piece.kind,
    entry: piece.work,
  }
}
