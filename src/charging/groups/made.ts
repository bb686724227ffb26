/** Work that a contract makes by itself, as a piece of work: what falls due, what a minimum lacks, what is overdrawn. */
import { digestText } from '../../kernel/digest.ts'
import { uuidV5 } from '../../kernel/ids.ts'
import type { Valued } from '../../scenario/pieces.ts'
import type { Agreement } from '../../model/scenario/agreement.ts'
import { isReported, type Work, type WorkKind, workKinds } from '../work.ts'

/** Beside `instalments`, the stream of contracts whose schedule is all that they have. */
export const madeStream = 'contract'

export function madeWorkId(namespace: string, clientId: string, id: string): string {
  return uuidV5(namespace, `made\n${clientId}\n${id}`)
}

export function isMade(valued: Valued): boolean {
  const kind = workKinds.find((one) => one === valued.kind)
  return kind !== undefined && !isReported(kind)
}

/** The work that stands for it. Its amount is in its charges; its content is what it was made from. */
export function madeWork(
  valued: Valued,
  contract: Agreement,
  known: {
    readonly workId: string
    readonly clientId: string
    readonly position: bigint
    readonly engine: string
    readonly before: Work | null
  },
): Work {
  const { before, workId, clientId, position, engine } = known
  const contentDigest = digestText(valued.kind, valued.on, valued.work)
  const isNew = before === null || before.contentDigest !== contentDigest || before.approval !== 'approved'
  return {
    workId,
    kind: valued.kind as WorkKind,
    connectionId: 'hub',
    stream: madeStream,
    sourceId: valued.work,
    revision: isNew ? (before?.revision ?? 0) + 1 : before.revision,
    position: isNew ? position : before.position,
    mapping: 'contract',
    workerRef: null,
    projectRef: null,
    taskRef: null,
    workerId: null,
    projectId: contract.projects?.[0] ?? contract.id,
    taskId: null,
    clientId,
    contractId: contract.id,
    legalEntity: contract.legalEntity!,
    costCenter: null,
    laborCategory: null,
    region: contract.region ?? null,
    statedLaborCategory: null,
    statedRegion: null,
    workOn: valued.on,
    hours: '0',
    spending: null,
    billable: true,
    contentDigest,
    approval: 'approved',
    approvalToken: null,
    costBucket: 'none',
    payBucket: 'none',
    billBucket: before?.billBucket ?? 'priced',
    costConnection: null,
    costMinor: null,
    costCurrency: null,
    costDigest: null,
    costPostedDigest: null,
    billMinor: before?.billMinor ?? null,
    billCurrency: before?.billCurrency ?? null,
    held: before?.held ?? false,
    asOf: position,
    engine,
  }
}
