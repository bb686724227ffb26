import { Masters, refreshMasters } from '../../masterdata/masters.ts'
import { statement } from '../../store/statement.ts'
import type { Tx } from '../../store/transaction.ts'
import { differenceOf } from '../difference.ts'
import { instalmentId, instalmentsOf, instalmentWork } from '../instalments.ts'
import type { Charging } from '../lane.ts'
import { readWorkCharges } from '../work-charges.ts'
import { readWorksOf } from '../work-reads.ts'

const knownInstalments = statement<{ work_id: string }>(
  'charging.known_instalments',
  `select work_id from works where cell = $1 and stream = 'instalments' order by work_id`,
)

type InstalmentDifference = { readonly contractId: string; readonly what: string }

/** Instalments as the contracts of today have them, beside those that stand. */
export async function shadowInstalments(tx: Tx, charging: Charging) {
  const { cell, namespace } = charging
  const masters = await refreshMasters(tx, new Masters(cell), false)
  const ids = (await tx.query(knownInstalments, [cell])).rows.map((row) => row.work_id)
  const stored = await readWorksOf(tx, cell, ids)
  const charges = await readWorkCharges(tx, cell, ids)
  const differing: InstalmentDifference[] = []
  const wanted = new Set<string>()
  for (const contractId of masters.ids('contract')) {
    const contract = masters.stretches('contract', contractId).at(-1)?.body
    if (contract?.billing !== 'fixed_fee' || contract.client === null) continue
    for (const one of contract.instalments) {
      const workId = instalmentId(namespace, contractId, one.number)
      wanted.add(workId)
      const made = instalmentWork(contractId, contract, one, workId, masters.position)
      const work = stored.get(workId)
      const own = charges.filter((charge) => charge.workId === workId)
      const what = `instalment ${one.number} of ${contractId}`
      if (!work) differing.push({ contractId, what: `${what} is missing` })
      else if (work.contentDigest !== made.work.contentDigest || work.approval !== 'approved')
        differing.push({ contractId, what: `${what} is another one` })
      else if (differenceOf(own, made.desired === null ? [] : [made.desired]).length > 0)
        differing.push({ contractId, what: `${what} is not charged ${one.amount}` })
    }
  }
  for (const work of stored.values())
    if (!wanted.has(work.workId) && work.approval !== 'deleted')
      differing.push({ contractId: work.contractId ?? '', what: `${work.sourceId} is in no schedule` })
  return { counted: ids.length, differing }
}

export async function rewriteInstalments(tx: Tx, charging: Charging, contractId: string): Promise<void> {
  const masters = await refreshMasters(tx, charging.masters, true)
  await instalmentsOf(tx, charging, masters, contractId)
}
