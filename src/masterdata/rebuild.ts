import { canonicalJson } from '../kernel/canonical-json.ts'
import { factLane } from '../log/event.ts'
import { readLane } from '../log/read.ts'
import type { Vault } from '../log/vault.ts'
import type { MasterChange } from '../model/master-records.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { after, layOver, type Segment } from './segments.ts'

const liveRecords = statement<{
  kind: string
  record_id: string
  valid_from: string
  valid_until: string | null
  body: string | null
}>(
  'masterdata.rebuild_live',
  `select kind, record_id, valid_from, valid_until, body from master_records
   where cell = $1 and superseded_at is null order by kind, record_id, valid_from`,
)
const liveReferences = statement<{
  connection_id: string
  kind: string
  external_id: string
  record_id: string
}>(
  'masterdata.rebuild_references',
  'select connection_id, kind, external_id, record_id from cross_references where cell = $1',
)
const pageSize = 1000

type MasterShadow = {
  readonly counted: number
  readonly differing: readonly string[]
  /** Records of which a statement was erased: the log no longer tells what they are. */
  readonly erased: number
}

/** Master data and cross-references as the log's statements, laid over each other, make them; beside those that stand. */
export async function shadowMasters(tx: Tx, cell: number, vault: Vault): Promise<MasterShadow> {
  const records = new Map<string, Segment[]>()
  const references = new Map<string, string>()
  const erased = new Set<string>()
  for (let position = 0n; ; ) {
    const events = await readLane(tx, cell, vault, factLane, position, pageSize)
    if (events.length === 0) break
    for (const event of events) {
      if (event.type !== 'master.recorded') continue
      const key = `${event.stream} ${event.sourceId}`
      if (!event.payload)
        erased.add(event.stream === 'cross_reference' ? `${event.connectionId} ${event.sourceId}` : key)
      else if (event.stream === 'cross_reference') {
        const said = JSON.parse(event.payload.toString('utf8')) as { recordId: string }
        references.set(`${event.connectionId} ${event.sourceId}`, said.recordId)
      } else {
        const said = JSON.parse(event.payload.toString('utf8')) as MasterChange
        const body = said.body === null ? null : canonicalJson(said.body)
        const known = records.get(key) ?? []
        records.set(key, after(known, layOver(known, { from: said.validFrom, until: said.validUntil, body })))
      }
    }
    position = events.at(-1)!.position
  }
  const standing = new Map<string, Segment[]>()
  for (const row of (await tx.query(liveRecords, [cell])).rows) {
    const key = `${row.kind} ${row.record_id}`
    standing.set(key, [
      ...(standing.get(key) ?? []),
      { from: row.valid_from, until: row.valid_until, body: row.body },
    ])
  }
  const linked = new Map(
    (await tx.query(liveReferences, [cell])).rows.map((row) => [
      `${row.connection_id} ${row.kind}/${row.external_id}`,
      row.record_id,
    ]),
  )
  const differing: string[] = []
  for (const key of new Set([...records.keys(), ...standing.keys()]))
    if (!erased.has(key) && spelled(records.get(key)) !== spelled(standing.get(key))) differing.push(key)
  for (const key of new Set([...references.keys(), ...linked.keys()]))
    if (!erased.has(key) && references.get(key) !== linked.get(key)) differing.push(`reference ${key}`)
  return { counted: standing.size + linked.size, differing, erased: erased.size }
}

function spelled(segments: readonly Segment[] = []): string {
  const sorted = [...segments].sort((a, b) => (a.from < b.from ? -1 : 1))
  return JSON.stringify(sorted.map((one) => [one.from, one.until, one.body]))
}
