import { canonicalJson } from '../kernel/canonical-json.ts'
import { day } from '../kernel/dates.ts'
import { digestText } from '../kernel/digest.ts'
import { uuidV5 } from '../kernel/ids.ts'
import { parseMoney } from '../kernel/money.ts'
import { type Change, noteChanges } from '../log/changes.ts'
import type { Masters } from '../masterdata/masters.ts'
import type { Contract } from '../model/master-records.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { differenceOf, type Desired, isPlaced, nowhere } from './difference.ts'
import type { Charging } from './lane.ts'
import { engineVersion } from './price.ts'
import { outcomeChange } from './tell.ts'
import type { Work } from './work.ts'
import {
  type NewCharge,
  readChargesOf,
  readWorksForUpdate,
  writeCharges,
  writeRevisions,
  writeWorks,
} from './write.ts'

const known = statement<{ work_id: string }>(
  'charging.instalments_of_contract',
  `select work_id from works where cell = $1 and connection_id = 'hub' and stream = 'instalments' and kind = 'instalment'
     and project_id = any($3::text[]) and contract_id = $2`,
)

/** The same for an instalment of a contract on every database of the installation. */
export function instalmentId(namespace: string, contractId: string, number: number): string {
  return uuidV5(namespace, `instalment\n${contractId}\n${number}`)
}

/**
 * Instalments are work of their own: what the contract's schedule says becomes work with an amount and no hours,
 * a changed amount a difference, and an instalment that is gone is taken back.
 */
export async function instalmentsOf(
  tx: Tx,
  charging: Charging,
  masters: Masters,
  contractId: string,
): Promise<void> {
  const { cell } = charging
  const idOf = (number: number) => instalmentId(charging.namespace, contractId, number)
  const stretches = masters.stretches('contract', contractId)
  const contract = stretches.at(-1)?.body
  const wanted = new Map<string, { work: Work; desired: Desired | null }>()
  if (contract?.billing === 'fixed_fee' && contract.client !== null)
    for (const one of contract.instalments)
      wanted.set(
        idOf(one.number),
        instalmentWork(contractId, contract, one, idOf(one.number), masters.position),
      )
  const projects = [...new Set(stretches.flatMap((one) => one.body.projects))]
  const before = (await tx.query(known, [cell, contractId, projects])).rows.map((row) => row.work_id)
  const ids = [...new Set([...before, ...wanted.keys()])]
  const works = await readWorksForUpdate(tx, cell, ids)
  const existing = await readChargesOf(tx, cell, [...works.keys()])
  const writing: Work[] = []
  const charges: NewCharge[] = []
  const superseded: { work: Work; supersededAt: bigint }[] = []
  const changes: Change[] = []
  for (const id of ids) {
    const was = works.get(id) ?? null
    const now = wanted.get(id) ?? (was && { work: { ...was, approval: 'deleted' as const }, desired: null })
    if (!now) continue
    const old = existing.get(id) ?? []
    const rows = differenceOf(old, now.desired === null ? [] : [now.desired])
    if (
      was &&
      rows.length === 0 &&
      was.contentDigest === now.work.contentDigest &&
      was.approval === now.work.approval
    )
      continue
    if (was) superseded.push({ work: was, supersededAt: masters.position })
    const revision = (was?.revision ?? 0) + 1
    const placed = isPlaced(old)
    const bucket = placed && was ? was.billBucket : now.desired ? 'priced' : 'none'
    writing.push({ ...now.work, revision, billBucket: bucket })
    const written = rows.map((row, i): NewCharge => {
      const { treatment: _, ...fields } = row
      const seq = (old.at(-1)?.seq ?? 0) + i + 1
      return {
        ...fields,
        workId: id,
        seq,
        revision,
        engine: engineVersion,
        asOf: masters.position,
        writtenAt: masters.position,
      }
    })
    charges.push(...written)
    const change = outcomeChange(was ?? { ...now.work, billBucket: 'none' }, writing.at(-1)!, written)
    if (change) changes.push(change)
  }
  await writeWorks(tx, cell, writing)
  await writeCharges(tx, cell, charges)
  await writeRevisions(tx, cell, superseded)
  await noteChanges(tx, cell, charging.now(), changes)
}

/** An instalment as work, and what it is worth by this contract. */
export function instalmentWork(
  contractId: string,
  contract: Contract,
  instalment: Contract['instalments'][number],
  workId: string,
  asOf: bigint,
): { work: Work; desired: Desired | null } {
  const amount = parseMoney(instalment.amount, contract.currency)
  const projectId = contract.projects[0] ?? contractId
  const decision = canonicalJson({
    shape: 1,
    engine: Number(engineVersion),
    kind: 'instalment',
    contract: contractId,
    ...instalment,
  })
  const workOn = day(instalment.dueOn)
  const desired: Desired | null = amount && {
    treatment: 'billable',
    hours: '0',
    amountMinor: amount.minor,
    currency: contract.currency,
    clientId: contract.client!,
    contractId,
    legalEntity: contract.legalEntity,
    projectId,
    laborCategory: null,
    workOn,
    rate: null,
    rateId: null,
    decision,
    ...nowhere,
  }
  const work: Work = {
    workId,
    kind: 'instalment',
    connectionId: 'hub',
    stream: 'instalments',
    sourceId: `${contractId}/${instalment.number}`,
    revision: 1,
    position: asOf,
    mapping: 'contract',
    workerRef: null,
    projectRef: null,
    taskRef: null,
    workerId: null,
    projectId,
    taskId: null,
    clientId: contract.client,
    contractId,
    legalEntity: contract.legalEntity,
    costCenter: null,
    laborCategory: null,
    region: contract.region,
    statedLaborCategory: null,
    statedRegion: null,
    workOn,
    hours: '0',
    spending: null,
    billable: true,
    contentDigest: digestText(decision),
    approval: 'approved',
    approvalToken: null,
    costBucket: 'none',
    payBucket: 'none',
    billBucket: 'priced',
    costConnection: null,
    costMinor: null,
    costCurrency: null,
    costDigest: null,
    costPostedDigest: null,
    billMinor: amount?.minor ?? null,
    billCurrency: contract.currency,
    held: false,
    asOf,
    engine: engineVersion,
  }
  return { work, desired }
}
