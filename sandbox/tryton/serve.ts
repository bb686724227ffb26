/** The wire of Tryton 6.0: JSON-RPC by POST, business errors inside HTTP 200. */
import { Refusal } from '../books/refusal.ts'
import type { WriteKind } from '../books/switches.ts'
import { empty, type Incoming, json, objectOf, type Reply, type World } from '../wire.ts'
import { performWrite } from '../writes.ts'
import { companyByCode, companyId } from './ids.ts'
import { call, type Call, companyOfCall, writeKindOf } from './calls.ts'
import { exception, TrytonError, TrytonStatus } from './errors.ts'
import { type Identity, identify, logIn, logOut } from './sessions.ts'

const html = { 'content-type': 'text/html; charset=utf-8' }

export async function serveTryton(world: World, incoming: Incoming, path: string): Promise<Reply> {
  const body = objectOf(incoming.body)
  if (incoming.method !== 'POST' || body === null) return page(400)
  const { id, method, params } = body
  if (typeof method !== 'string' || !Array.isArray(params)) return page(400)
  const withId = id !== undefined
  try {
    if (path.replaceAll('/', '') === '') return answer(id, serverCall(method), withId)
    if (method === 'common.db.login') return answer(id, logIn(params[0], params[1]), withId)
    const identity = identify(incoming)
    if (method === 'common.db.logout') {
      logOut(incoming)
      return answer(id, null, withId)
    }
    return await modelCall(world, identity, id, method, params)
  } catch (error) {
    return failure(id, error, withId)
  }
}

function serverCall(method: string): unknown {
  if (method === 'common.server.version') return '6.0.29'
  if (method === 'common.db.list') return ['tryton']
  throw new TrytonStatus(403)
}

async function modelCall(
  world: World,
  identity: Identity,
  id: unknown,
  method: string,
  params: readonly unknown[],
): Promise<Reply> {
  const withId = id !== undefined
  const context = params.at(-1)
  if (typeof context !== 'object' || context === null || Array.isArray(context)) {
    throw exception('Missing context argument')
  }
  const args = params.slice(0, -1)
  if (method === 'model.res.user.get_preferences') return answer(id, preferences(world, identity), withId)
  const wanted: Call = {
    caller: { world, ...identity },
    ...splitMethod(method),
    args,
    context: context as Record<string, unknown>,
  }
  const kind: WriteKind | null = writeKindOf(wanted)
  if (kind === null)
    return answer(
      id,
      world.books.transaction(() => call(wanted)),
      withId,
    )
  return performWrite(world, {
    kind,
    company: companyOfCall(wanted),
    alwaysLocks: kind === 'document.post',
    work: () => answer(id, call(wanted), withId),
    onLocked: () =>
      failure(id, exception('could not obtain lock on row in relation "ir_sequence_strict"\n'), withId),
    onDuplicate: () =>
      failure(
        id,
        kind === 'cost.write'
          ? new TrytonError('UserError', ['The UUID of timesheet line must be unique.', '', null])
          : new TrytonError('ConcurrencyException', 'Records were modified in the meanwhile'),
        withId,
      ),
  })
}

/** "model.account.invoice.post" is the method post of account.invoice. */
function splitMethod(method: string): { model: string; name: string } {
  const found = /^model\.(.+)\.([a-z_]+)$/.exec(method)
  if (found === null) throw new TrytonStatus(403)
  return { model: found[1]!, name: found[2]! }
}

function preferences(world: World, identity: Identity): unknown {
  const companies = [...companyByCode(world.books).values()].map(companyId)
  return {
    company_filter: 'all',
    company: companies[0],
    employee: null,
    language: 'en',
    locale: {},
    groups: identity.admin ? [1] : [6, 3, 8, 10, 11, 9],
    company_work_time: { h: 3600, m: 60, s: 1, Y: 6912000, M: 576000, w: 144000, d: 28800 },
  }
}

function answer(id: unknown, result: unknown, withId: boolean): Reply {
  return json(200, withId ? { id, result } : result)
}

/** With an id the error stands in a reply of 200; without one it is a status and a page of HTML. */
function failure(id: unknown, error: unknown, withId: boolean): Reply {
  if (error instanceof TrytonStatus) return error.status === 401 ? empty(401) : page(error.status)
  const known = error instanceof Refusal ? exception(error.message) : error
  if (!(known instanceof TrytonError)) throw error
  if (withId) return json(200, { id, error: [known.kind, known.detail] })
  const statuses: Record<string, number> = { UserError: 400, UserWarning: 409, ConcurrencyException: 423 }
  return page(statuses[known.kind] ?? 500)
}

function page(status: number): Reply {
  return { status, body: `<!doctype html><title>${status}</title><h1>${status}</h1>`, headers: html }
}
