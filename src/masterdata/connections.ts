import { seal, unseal } from '../kernel/sealing.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

export type Connection = {
  readonly connectionId: string
  readonly connector: string
  readonly name: string
  readonly baseUrl: string
  readonly settings: Readonly<Record<string, string>>
  /** Leads to a simulated system. One installation never mixes simulated and real connections. */
  readonly simulated: boolean
  readonly enabled: boolean
}
type ConnectionRow = {
  connection_id: string
  connector: string
  name: string
  base_url: string
  settings: Record<string, string>
  sealed_secrets: Buffer | null
  simulated: boolean
  enabled: boolean
}

const put = statement(
  'masterdata.put_connection',
  `insert into connections (cell, connection_id, connector, name, base_url, settings, sealed_secrets, simulated, enabled, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
   on conflict (cell, connection_id) do update set name = excluded.name, base_url = excluded.base_url,
     settings = excluded.settings, sealed_secrets = coalesce(excluded.sealed_secrets, connections.sealed_secrets),
     enabled = excluded.enabled`,
)
const list = statement<ConnectionRow>(
  'masterdata.list_connections',
  `select connection_id, connector, name, base_url, settings, sealed_secrets, simulated, enabled
   from connections where cell = $1 order by connection_id`,
)

type SecretKeeper = { readonly masterKey: Uint8Array; readonly random: (bytes: number) => Uint8Array }

/** Creates or changes a connection. Secrets are sealed and never read back; null keeps those it has. */
export async function putConnection(
  tx: Tx,
  cell: number,
  keeper: SecretKeeper,
  connection: Connection,
  secrets: Readonly<Record<string, string>> | null,
  at: Date,
): Promise<void> {
  const sealed = secrets
    ? seal(
        keeper.masterKey,
        Buffer.from(JSON.stringify(secrets)),
        context(cell, connection.connectionId),
        keeper.random(12),
      )
    : null
  await tx.query(put, [
    cell,
    connection.connectionId,
    connection.connector,
    connection.name,
    connection.baseUrl,
    JSON.stringify(connection.settings),
    sealed,
    connection.simulated,
    connection.enabled,
    at,
  ])
}

function fromRow(row: ConnectionRow): Connection {
  return {
    connectionId: row.connection_id,
    connector: row.connector,
    name: row.name,
    baseUrl: row.base_url,
    settings: row.settings,
    simulated: row.simulated,
    enabled: row.enabled,
  }
}

export async function listConnections(tx: Tx, cell: number): Promise<Connection[]> {
  return (await tx.query(list, [cell])).rows.map(fromRow)
}

export async function readConnection(tx: Tx, cell: number, connectionId: string): Promise<Connection | null> {
  return (await listConnections(tx, cell)).find((one) => one.connectionId === connectionId) ?? null
}

/** Opened only for the duration of a call. Throws when another installation's key sealed them. */
export async function openSecrets(
  tx: Tx,
  cell: number,
  keeper: SecretKeeper,
  connectionId: string,
): Promise<Readonly<Record<string, string>>> {
  const row = (await tx.query(list, [cell])).rows.find((one) => one.connection_id === connectionId)
  if (!row?.sealed_secrets) return {}
  const plain = unseal(keeper.masterKey, row.sealed_secrets, context(cell, connectionId))
  if (!plain) throw new Error(`The secrets of connection ${connectionId} were sealed with another key.`)
  return JSON.parse(plain.toString('utf8'))
}

function context(cell: number, connectionId: string): string {
  return `connection secrets ${cell} ${connectionId}`
}

const disableAll = statement(
  'masterdata.disable_connections',
  'update connections set enabled = false where cell = $1 and enabled',
)

/** Switches every connection off: a copy that becomes an installation of its own reaches nothing by itself. */
export async function disableConnections(tx: Tx, cell: number): Promise<void> {
  await tx.query(disableAll, [cell])
}
