/**
 * Where an installation stands: what tells its database from a copy of it somewhere else. Every fact is one that a
 * restart, a second machine or a fail-over keeps and that a dump, a copied directory or a second server does not.
 */
import { createHash } from 'node:crypto'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sqlState } from './errors.ts'
import { statement } from './statement.ts'
import type { Store } from './pool.ts'
import type { Tx } from './transaction.ts'

export type Place = {
  /** Made by initdb, kept by every physical copy; null where the server does not tell it. */
  readonly cluster: string | null
  readonly databaseOid: string
  readonly databaseName: string
  /** Changes when the table is made anew, as a restored dump does. */
  readonly tableOid: string
  /** For a server of one's own: the addresses under which it was reached, and its own. */
  readonly addresses: readonly string[]
  readonly ownAddress: string | null
  /** For the embedded server: the home, told by a file in it that a copy has under another inode. */
  readonly home: string | null
  readonly machine: string | null
  /** HOURBRIDGE_INSTANCE: said by whoever runs it, and then all that counts beside the database. */
  readonly declared: string | null
}

/** What is the same for every database of this process. */
export type Ground = Pick<Place, 'home' | 'machine' | 'declared'> & { readonly address: string | null }

const readDatabase = statement<{
  oid: string
  name: string
  table_oid: string
  own_address: string | null
}>(
  'store.readDatabasePlace',
  `select d.oid::text as oid, d.datname as name, 'installations'::regclass::oid::text as table_oid,
     host(inet_server_addr()) || ':' || inet_server_port() as own_address
   from pg_database d where d.datname = current_database()`,
)
/** Not permitted, or not there. */
const refusals = new Set(['42501', '42883'])
const readCluster = 'select system_identifier::text as cluster from pg_control_system()'

export async function readPlace(store: Store, ground: Ground): Promise<Place> {
  const row = (await store.query(readDatabase)).rows[0]!
  const cluster = await store
    .query<{ cluster: string }>(readCluster)
    .then((found) => found.rows[0]?.cluster ?? null)
    // A managed server may refuse it; then the address has to do. Any other answer says nothing about the place.
    .catch((error: unknown) => {
      if (refusals.has(sqlState(error) ?? '')) return null
      throw error
    })
  return {
    cluster,
    databaseOid: row.oid,
    databaseName: row.name,
    tableOid: row.table_oid,
    addresses: ground.address === null ? [] : [ground.address],
    ownAddress: row.own_address,
    home: ground.home,
    machine: ground.machine,
    declared: ground.declared,
  }
}

const mostAddresses = 20

/**
 * What became of the place: `same`, with what is to be remembered; `rebuilt`, where this database was filled again in
 * place; or `elsewhere`, with what gave it away.
 */
export function comparePlaces(
  stored: Place,
  actual: Place,
):
  | { readonly is: 'same'; readonly place: Place }
  | { readonly is: 'rebuilt' | 'elsewhere'; readonly why: string } {
  const embedded = stored.home !== null || actual.home !== null
  const moved = embedded ? homeMoved(stored, actual) : serverMoved(stored, actual)
  if (moved !== null) return { is: 'elsewhere', why: moved }
  const cluster = actual.cluster ?? stored.cluster
  const database = ({ databaseOid, databaseName, tableOid }: Place) =>
    [databaseOid, databaseName, tableOid].join('/')
  // What a server does not tell is no difference.
  const otherCluster = stored.cluster !== null && stored.cluster !== cluster
  if (otherCluster || database(stored) !== database(actual))
    return { is: 'rebuilt', why: 'The database was made anew where the old one stood.' }
  // In the order in which they were met: processes that come by different ones do not rewrite it in turns.
  const met = actual.addresses.every((one) => stored.addresses.includes(one))
  const addresses = met
    ? stored.addresses
    : [...new Set([...actual.addresses, ...stored.addresses])].slice(0, mostAddresses)
  return { is: 'same', place: { ...actual, cluster, addresses } }
}

function homeMoved(stored: Place, actual: Place): string | null {
  if (stored.declared !== null || actual.declared !== null)
    return stored.declared === actual.declared ? null : 'It runs under another HOURBRIDGE_INSTANCE.'
  if (stored.home === null || actual.home === null)
    return 'It moved between the embedded server and a server of its own.'
  if (stored.home !== actual.home) return 'The home is a copy of the one that sent before.'
  if (stored.machine !== null && actual.machine !== null && stored.machine !== actual.machine)
    return 'The home stands on another machine.'
  return null
}

function serverMoved(stored: Place, actual: Place): string | null {
  const { databaseName, cluster } = actual
  if (stored.declared !== null && actual.declared !== null && stored.declared !== actual.declared)
    return 'It runs under another HOURBRIDGE_INSTANCE.'
  if (stored.cluster !== null && cluster !== null && stored.cluster !== cluster)
    return 'The database stands on another server.'
  // Another one of the same name took its place: there the old one is gone.
  if (stored.databaseName !== databaseName)
    return `The database is called ${databaseName}, not ${stored.databaseName}.`
  if (stored.declared !== null && stored.declared === actual.declared) return null
  const known = actual.addresses.some((address) => stored.addresses.includes(address))
  const own = actual.ownAddress !== null && actual.ownAddress === stored.ownAddress
  return known || own
    ? null
    : `The server answers at ${actual.addresses.join(' ')}, where it never was before.`
}

const select = statement<{ place: Place | null }>('store.selectPlace', 'select place from installations')
const update = statement('store.updatePlace', 'update installations set place = $1::jsonb')

export async function storedPlace(tx: Tx): Promise<Place | null> {
  return (await tx.query(select)).rows[0]?.place ?? null
}

/** From now on this is where the installation stands; null lets the next start say so. */
export async function bindPlace(tx: Tx, place: Place | null): Promise<void> {
  await tx.query(update, [place === null ? null : JSON.stringify(place)])
}

const tokenFile = 'instance'

/**
 * Tells a home from its copies: a random token in a file, with the inode that only this file has. Survives restarts,
 * new containers on the same volume and another mount point; a copied or restored directory has other inodes.
 */
export async function homeMark(home: string, random: (bytes: number) => Uint8Array): Promise<string> {
  const path = join(home, tokenFile)
  const token = Buffer.from(random(16)).toString('hex')
  await writeFile(path, `${token}\n`, { flag: 'wx', mode: 0o600, flush: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
  const kept = (await readFile(path, 'utf8')).trim()
  return `${kept}/${(await stat(path)).ino}`
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

/**
 * The machine, where the operating system names it; hashed, because nobody else needs the name. In a container it is
 * the image's name or nobody's, so it says nothing there.
 */
export async function machineMark(): Promise<string | null> {
  if ((await exists('/.dockerenv')) || (await exists('/run/.containerenv'))) return null
  for (const path of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    const text = (await readFile(path, 'utf8').catch(() => '')).trim()
    if (text !== '') return createHash('sha256').update(`hourbridge ${text}`).digest('hex').slice(0, 32)
  }
  return null
}

/** Host, port and name of a configured address, without user and password. */
export function addressOf(url: string): string {
  const { hostname, port, pathname, searchParams } = new URL(url)
  const host = searchParams.get('host') ?? hostname
  return `${host.toLowerCase()}:${port === '' ? '5432' : port}${decodeURIComponent(pathname)}`
}
