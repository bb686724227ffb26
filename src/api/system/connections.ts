import { Type } from 'typebox'
import type { Connector } from '../../connectors/sdk/connector.ts'
import { recordDecision } from '../../log/decisions.ts'
import type { Connection } from '../../masterdata/connections.ts'
import { listConnections, putConnection, readConnection } from '../../masterdata/connections.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Api, ApiDeps } from '../deps.ts'
import { callerOf } from '../guard.ts'
import type { ProblemPart } from '../problem.ts'
import { Refusal, part } from '../problem.ts'
import { object, text } from '../wire.ts'
import { standing, standingsOf } from './connection-standing.ts'
import { directConnection } from '../../connectors/direct/connector.ts'

const connectionId = Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,62}$' })
const values = Type.Record(
  Type.String({ pattern: '^[A-Za-z0-9_.-]{1,100}$' }),
  Type.String({ maxLength: 8000 }),
)
const connectionParts = {
  connectionId: text,
  connector: text,
  name: text,
  baseUrl: text,
  settings: Type.Record(text, text),
  simulated: Type.Boolean(),
  enabled: Type.Boolean(),
}
const connection = object(connectionParts)
const standingConnection = object({ ...connectionParts, ...standing })
const editable = {
  name: Type.String({ minLength: 1, maxLength: 200 }),
  baseUrl: Type.String({ pattern: '^https?://', maxLength: 500 }),
  settings: values,
  enabled: Type.Boolean(),
}
const secrets = Type.Optional(values)
const connector = object({
  name: text,
  vendor: text,
  versions: text,
  documentation: text,
  settings: Type.Array(
    object({ name: text, description: text, required: Type.Boolean(), secret: Type.Boolean() }),
  ),
  streams: Type.Array(object({ name: text, carries: text, reading: text, deletions: text, level: text })),
  writes: Type.Array(object({ operation: text, level: text })),
  webhook: Type.Boolean(),
})

/** The hub's own connections have no address and are not to be taken. */
const reserved = new Set([directConnection, 'hub'])

type Wanted = {
  readonly name: string
  readonly baseUrl: string
  readonly settings: Record<string, string>
  readonly enabled: boolean
  readonly secrets?: Record<string, string>
}

function unknownValues(known: Connector, wanted: Wanted): ProblemPart[] {
  const faults: ProblemPart[] = []
  for (const place of ['settings', 'secrets'] as const) {
    const allowed = known.settings.filter((each) => each.secret === (place === 'secrets'))
    for (const name of Object.keys(wanted[place] ?? {})) {
      if (allowed.some((each) => each.name === name)) continue
      const names = allowed.map((each) => each.name).join(', ') || 'none'
      faults.push(part('UNKNOWN_FIELD', `/${place}/${name}`, `is not of this connector; known are ${names}`))
    }
  }
  return faults
}

function refuseUnfit(known: Connector, wanted: Wanted, isNew: boolean): void {
  const faults = unknownValues(known, wanted)
  for (const setting of known.settings) {
    const place = setting.secret ? 'secrets' : 'settings'
    const given = wanted[place]
    // Secrets that are not sent stay as they are.
    if (!setting.required || (given === undefined && !isNew)) continue
    if (given === undefined || !Object.hasOwn(given, setting.name)) {
      faults.push(part('SCHEMA_VIOLATION', `/${place}/${setting.name}`, `is missing: ${setting.description}`))
    }
  }
  if (!URL.canParse(wanted.baseUrl)) faults.push(part('SCHEMA_VIOLATION', '/baseUrl', 'is not an address'))
  const first = faults[0]
  if (first === undefined) return
  throw new Refusal(first.code, `${first.pointer} ${first.message}.`, { parts: faults })
}

function connectorOf(deps: ApiDeps, name: string): Connector {
  const known = deps.connectors.get(name)
  if (known !== undefined) return known
  const message = `is not a connector; known are ${[...deps.connectors.keys()].join(', ')}`
  throw new Refusal('SCHEMA_VIOLATION', `/connector ${message}.`, {
    parts: [part('SCHEMA_VIOLATION', '/connector', message)],
  })
}

async function keep(
  tx: Tx,
  deps: ApiDeps,
  principal: string,
  made: Connection,
  wanted: Wanted,
  what: string,
) {
  const at = deps.clock.now()
  await putConnection(tx, deps.cell, deps, made, wanted.secrets ?? null, at)
  // The decision names which secrets were entered, never what they are.
  const body = { ...made, secrets: Object.keys(wanted.secrets ?? {}).sort() }
  await recordDecision(tx, deps.cell, deps.vault, { what, about: made.connectionId, principal, body, at })
  return made
}

/** The links to outside systems. Secrets go in and never come out. */
export function connectionRoutes(app: Api, deps: ApiDeps): void {
  const { store, cell } = deps
  const tags = ['connections']
  app.get(
    '/connectors',
    {
      config: { permission: 'connection.read' },
      schema: {
        tags,
        summary: 'The systems that can be connected, and how far each operation has been verified',
        response: { 200: object({ items: Type.Array(connector) }) },
      },
    },
    async () => ({ items: [...deps.connectors.values()].map(connectorAnswer) }),
  )
  app.get(
    '/connections',
    {
      config: { permission: 'connection.read' },
      schema: {
        tags,
        summary: 'All connections, with how each stands',
        response: { 200: object({ items: Type.Array(standingConnection) }) },
      },
    },
    async () => {
      const standingOf = await standingsOf(deps, null)
      const all = await listConnections(store, cell)
      return {
        items: all.map((each) => ({
          ...each,
          ...standingOf(each.connectionId, deps.connectors.get(each.connector)),
        })),
      }
    },
  )
  app.get(
    '/connections/:connectionId',
    {
      config: { permission: 'connection.read' },
      schema: {
        tags,
        summary: 'One connection: how its posting stands, what waits, what its limits leave',
        params: object({ connectionId }),
        response: { 200: standingConnection },
      },
    },
    async (request) => {
      const found = await readConnection(store, cell, request.params.connectionId)
      if (found === null) throw new Refusal('NOT_FOUND', 'There is no such connection.')
      const standingOf = await standingsOf(deps, found.connectionId)
      return { ...found, ...standingOf(found.connectionId, deps.connectors.get(found.connector)) }
    },
  )
  app.post(
    '/connections',
    {
      config: { permission: 'connection.manage' },
      schema: {
        tags,
        summary: 'Connect a system',
        body: object({ connectionId, connector: text, ...editable, secrets }),
        response: { 201: connection },
      },
    },
    async (request, reply) => {
      const { connectionId: wantedId, connector: name, secrets: _, ...rest } = request.body
      refuseUnfit(connectorOf(deps, name), request.body, true)
      const simulated = deps.installation.environment === 'sandbox'
      const made = { ...rest, connectionId: wantedId, connector: name, simulated }
      await store.transaction(async (tx) => {
        if (reserved.has(wantedId) || (await readConnection(tx, cell, wantedId)) !== null) {
          throw new Refusal('CONFLICT', `The connection ${wantedId} exists already.`)
        }
        await keep(tx, deps, callerOf(request).reference, made, request.body, 'connection.created')
      })
      return reply.code(201).send(made)
    },
  )
  changeRoute(app, deps)
  testRoute(app, deps)
}

function changeRoute(app: Api, deps: ApiDeps): void {
  app.put(
    '/connections/:connectionId',
    {
      config: { permission: 'connection.manage' },
      schema: {
        tags: ['connections'],
        summary: 'Change a connection; secrets that are not sent stay, except when the address changes',
        params: object({ connectionId }),
        body: object({ ...editable, secrets }),
        response: { 200: connection },
      },
    },
    async (request) => {
      const { secrets: given, ...rest } = request.body
      const changed = await deps.store.transaction(async (tx) => {
        const found = await readConnection(tx, deps.cell, request.params.connectionId)
        if (found === null) throw new Refusal('NOT_FOUND', 'There is no such connection.')
        const known = connectorOf(deps, found.connector)
        refuseUnfit(known, request.body, false)
        const hasSecrets = known.settings.some((each) => each.secret)
        if (rest.baseUrl !== found.baseUrl && given === undefined && hasSecrets) {
          // Otherwise whoever may change an address could have the credentials sent to their own.
          const message = 'have to be entered again when the address changes'
          throw new Refusal('SCHEMA_VIOLATION', `/secrets ${message}.`, {
            parts: [part('SCHEMA_VIOLATION', '/secrets', message)],
          })
        }
        const made = { ...found, ...rest }
        return keep(tx, deps, callerOf(request).reference, made, request.body, 'connection.changed')
      })
      deps.connectionChanged(changed.connectionId)
      return changed
    },
  )
}

function testRoute(app: Api, deps: ApiDeps): void {
  app.post(
    '/connections/:connectionId/test',
    {
      config: { permission: 'connection.manage' },
      schema: {
        tags: ['connections'],
        summary: 'Prove that address and credentials work',
        params: object({ connectionId }),
        response: { 200: object({ ok: Type.Boolean(), message: text }) },
      },
    },
    async (request) => {
      const live = await deps.connect(request.params.connectionId)
      if (live === null) throw new Refusal('NOT_FOUND', 'There is no such connection.')
      const { ok, message } = await live.connector.test(live.context)
      return { ok, message }
    },
  )
}

function connectorAnswer(known: Connector) {
  return {
    name: known.name,
    vendor: known.vendor,
    versions: known.versions,
    documentation: known.documentation,
    settings: known.settings.map(({ name, description, required, secret }) => ({
      name,
      description,
      required,
      secret,
    })),
    streams: known.streams.map(({ name, carries, reading, deletions, level }) => ({
      name,
      carries,
      reading,
      deletions,
      level,
    })),
    writes: Object.entries(known.target?.levels ?? {}).map(([operation, level]) => ({ operation, level })),
    webhook: known.webhook !== undefined,
  }
}
