import { readMembers } from '../charging/work-charges.ts'
import { readHead } from '../log/read.ts'
import { loadMasters } from '../masterdata/masters.ts'
import type { Tx } from '../store/transaction.ts'
import type { HeldGroup } from './document-cases.ts'
import { isBeyondLimit } from './document-cases.ts'
import type { DocumentKey } from './plan.ts'
import { type PreBillLine, withMembers } from './reads.ts'
import { planRun, type RunRequest } from './run.ts'
import type { BillingSettings } from './settings.ts'

export type DryDocument = DocumentKey & {
  readonly connectionId: string
  readonly beyondLimit: boolean
  readonly netMinor: bigint
  readonly taxMinor: bigint
  readonly totalMinor: bigint
  readonly lines: readonly PreBillLine[]
}

/**
 * What `startRun` would freeze now, from the same computation. Nothing is written; roll the transaction
 * back.
 */
export async function dryRun(
  tx: Tx,
  cell: number,
  settings: BillingSettings,
  request: Pick<RunRequest, 'selection' | 'period' | 'cutOff'>,
): Promise<{ documents: DryDocument[]; held: readonly HeldGroup[] }> {
  const cutOff = request.cutOff ?? (await readHead(tx, cell)).position
  const plan = await planRun(tx, cell, settings, await loadMasters(tx, cell), request, cutOff)
  const documents: DryDocument[] = []
  for (const { key, connectionId, content } of plan.documents) {
    const lineOf = new Map(content.members.map((one) => [`${one.workId} ${one.seq}`, one.lineNo]))
    const members = (await readMembers(tx, cell, content.members)).map((one) => ({
      ...one,
      lineNo: lineOf.get(`${one.workId} ${one.seq}`) ?? 0,
    }))
    documents.push({
      ...key,
      connectionId,
      beyondLimit: isBeyondLimit(settings, key.currency, content.netMinor),
      netMinor: content.netMinor,
      taxMinor: content.taxMinor,
      totalMinor: content.totalMinor,
      lines: withMembers(content.lines, members),
    })
  }
  return { documents, held: plan.held }
}
