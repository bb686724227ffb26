import { type TSchema, Type } from 'typebox'
import type { Principal } from '../../access/principal.ts'
import { directConnection } from '../../connectors/direct/connector.ts'
import { readRecordTimeline } from '../../masterdata/reads.ts'
import { recordMasters } from '../../masterdata/record.ts'
import type { MasterChange } from '../../model/master-records.ts'
import { masterSchemas } from '../../model/master-records.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { rolledBack } from '../dry-run.ts'
import { callerOf } from '../guard.ts'
import { finishWithin } from '../idempotent.ts'
import { knownMasters } from '../known-masters.ts'
import { cursorOf, pageOf, pageQuery, readPage } from '../paging.ts'
import { Refusal } from '../problem.ts'
import { dayText, id, nullable, object, oneOf, position, text } from '../wire.ts'
import { masterChange, masterKinds, recordCode } from './master-change.ts'
import { refuseSenselessMasters } from './master-checks.ts'

const reference = object({
  kind: oneOf(['worker', 'client', 'project', 'task', 'legal_entity', 'contract']),
  externalId: recordCode,
  recordId: recordCode,
})
const learned = object({
  position,
  changed: Type.Integer(),
  ignored: Type.Array(object({ kind: text, recordId: text, why: text })),
})
const anyBody = Type.Unsafe<unknown>(Type.Union(Object.values(masterSchemas) as TSchema[]))
const record = object({
  recordId: text,
  stretches: Type.Array(
    object({ validFrom: dayText, validUntil: nullable(dayText), learnedAt: position, body: anyBody }),
  ),
})
const version = object({
  validFrom: dayText,
  validUntil: nullable(dayText),
  learnedAt: position,
  supersededAt: nullable(position),
  connectionId: text,
  body: nullable(anyBody),
})

/** What a person states in the hub itself; it may correct every connection's records. */
const hubConnection = 'hub'

type Wanted = { readonly changes: readonly unknown[]; readonly references?: readonly unknown[] }

async function recordStated(tx: Tx, deps: ApiDeps, caller: Principal, wanted: Wanted) {
  const changes = wanted.changes as readonly MasterChange[]
  const done = await recordMasters(tx, deps.cell, deps.vault, changes, (wanted.references ?? []) as never, {
    connectionId: caller.kind === 'person' ? hubConnection : directConnection,
    principal: caller.reference,
    at: deps.clock.now(),
    cause: null,
  })
  return {
    position: String(done.position),
    changed: done.changed,
    ignored: done.ignored.map((each) => ({
      kind: each.kind,
      recordId: each.recordId,
      why: 'Another connection owns this kind of record.',
    })),
  }
}

/** Master data through our own API, as the connection that it is. */
export function masterDataRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell } = deps
  const tags = ['master data']
  const body = object({
    changes: Type.Array(masterChange, { minItems: 1, maxItems: deps.limits.bulkEntries }),
    references: Type.Optional(Type.Array(reference, { maxItems: deps.limits.bulkEntries })),
  })
  app.post(
    '/master-data',
    {
      config: { permission: 'master.write', idempotency: 'required' },
      schema: {
        tags,
        summary: 'State what is so over a stretch of time; known statements change nothing',
        body,
        response: { 200: learned },
      },
    },
    async (request) => {
      const wanted = request.body as Wanted
      refuseSenselessMasters(wanted.changes as MasterChange[])
      return store.transaction(async (tx) => {
        const answer = await recordStated(tx, deps, callerOf(request), wanted)
        await finishWithin(tx, deps, request, 200, answer)
        return answer
      })
    },
  )
  app.post(
    '/master-data/dry-run',
    {
      config: { permission: 'master.write' },
      schema: { tags, summary: 'What the same call would change', body, response: { 200: learned } },
    },
    async (request) => {
      const wanted = request.body as Wanted
      refuseSenselessMasters(wanted.changes as MasterChange[])
      return rolledBack(store, (tx) => recordStated(tx, deps, callerOf(request), wanted))
    },
  )
  const kind = oneOf(masterKinds)
  app.get(
    '/master-data/:kind',
    {
      config: { permission: 'master.read' },
      schema: {
        tags,
        summary: 'The records of a kind as they are known now, with their stretches of validity',
        params: object({ kind }),
        querystring: object(pageQuery),
        response: { 200: pageOf(record) },
      },
    },
    async (request) => {
      const page = readPage(request.query, deps.limits)
      const known = await knownMasters(deps)
      const wanted = request.params.kind
      const ids = known.derive(`ids of ${wanted}`, [wanted], (all) => [...all.ids(wanted)].sort())
      const from = page.after === null ? 0 : ids.findIndex((each) => each > page.after!)
      const shown = from < 0 ? [] : ids.slice(from, from + page.limit)
      const more = from >= 0 && from + page.limit < ids.length
      return {
        items: shown.map((recordId) => ({
          recordId,
          stretches: known.stretches(wanted, recordId).map((each) => ({
            validFrom: each.from,
            validUntil: each.until,
            learnedAt: String(each.learnedAt),
            body: each.body,
          })),
        })),
        nextCursor: more ? cursorOf(shown.at(-1)!) : null,
      }
    },
  )
  app.get(
    '/master-data/:kind/:recordId',
    {
      config: { permission: 'master.read' },
      schema: {
        tags,
        summary: 'Every version of a record: what was so, and what was known when',
        params: object({ kind, recordId: id }),
        response: { 200: object({ versions: Type.Array(version) }) },
      },
    },
    async (request) => {
      const { kind: wanted, recordId } = request.params
      const rows = await readRecordTimeline(store, cell, wanted, recordId)
      if (rows.length === 0) throw new Refusal('NOT_FOUND', 'There is no such record.')
      return {
        versions: rows.map((row) => ({
          validFrom: row.valid_from,
          validUntil: row.valid_until,
          learnedAt: String(row.learned_at),
          supersededAt: row.superseded_at === null ? null : String(row.superseded_at),
          connectionId: row.connection_id,
          body: row.body === null ? null : JSON.parse(row.body),
        })),
      }
    },
  )
}
