import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { Fault } from '../../kernel/errors.ts'
import { decompress, digestOf, type Entry, readEntry } from './archive.ts'
import {
  backupFormat,
  type BackupHead,
  type BackupRead,
  chunkName,
  headName,
  type Manifest,
  manifestName,
} from './format.ts'
import { RowSum } from './row-sum.ts'
import { damaged, openSealed, refuseOtherKey, sealedMark, type Source, sourceOf } from './sealed-file.ts'
import { manifestDigest, manifestMark } from './manifest-digest.ts'

const readAheadBytes = 1_048_576

/** The tar, whether it lies under a seal or open. */
async function openArchive(
  path: string,
  masterKey: Uint8Array,
): Promise<{ source: Source; sealed: boolean; close: () => void }> {
  const begin = await firstBytes(path)
  const stream = createReadStream(path, { highWaterMark: readAheadBytes })
  const raw = sourceOf(stream as AsyncIterable<Buffer>)
  const sealed = begin.equals(sealedMark)
  try {
    const source = sealed ? await openSealed(raw, masterKey) : raw
    return { source, sealed, close: () => stream.destroy() }
  } catch (error) {
    stream.destroy()
    throw error
  }
}

async function firstBytes(path: string): Promise<Buffer> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    const what = cause.code === 'ENOENT' ? 'is not there' : `cannot be read (${cause.code})`
    throw new Fault('RESTORE_REFUSED', { message: `The file ${path} ${what}.`, cause })
  })
  if (!found.isFile()) throw new Fault('RESTORE_REFUSED', { message: `${path} is not a file.` })
  const parts: Buffer[] = []
  for await (const part of createReadStream(path, { end: sealedMark.length - 1 })) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

function parseJson<T>(body: Buffer, name: string): T {
  try {
    return JSON.parse(body.toString('utf8')) as T
  } catch {
    throw damaged(`its ${name} is not readable`)
  }
}

function readHeadEntry(entry: Entry | null, masterKey: Uint8Array): BackupHead {
  if (entry?.name !== headName) throw damaged('it does not begin as a backup')
  const head = parseJson<BackupHead>(entry.body, headName)
  if (!Number.isInteger(head?.format)) throw damaged('its format is not told')
  if (head.format > backupFormat) {
    throw new Fault('RESTORE_REFUSED', {
      message:
        `The backup has format ${head.format}, made by version ${head.version}; this program reads up to ` +
        `${backupFormat}. Restore it with that version or a later one.`,
    })
  }
  refuseOtherKey(head.keyFingerprint, masterKey)
  return head
}

/** Raw chunks in the order of the file. */
type ReadChunk = { readonly name: string; readonly raw: Buffer }

type Finished = { readonly headDigest: string; readonly manifest: Manifest }

/** After its own digest and the key's mark on it hold, it is as it was written. */
function checkManifest(body: Buffer, masterKey: Uint8Array): Manifest {
  const manifest = parseJson<Manifest>(body, manifestName)
  const { digest, mark, ...rest } = manifest
  const sound = () => manifestDigest(rest) === digest && manifestMark(digest, masterKey) === mark
  if (!('tables' in manifest) || !sound()) throw damaged('its manifest was changed')
  return manifest
}

async function* readArchive(
  source: Source,
  masterKey: Uint8Array,
): AsyncGenerator<BackupHead | ReadChunk, Finished> {
  const first = await readEntry(source)
  const head = readHeadEntry(first, masterKey)
  yield head
  for (;;) {
    const entry = await readEntry(source)
    if (entry === null) throw damaged('it ends before its manifest')
    if (entry.name !== manifestName) {
      yield { name: entry.name, raw: await decompress(entry.body) }
      continue
    }
    if ((await readEntry(source)) !== null) throw damaged('something was added behind its manifest')
    return { headDigest: digestOf(first!.body), manifest: checkManifest(entry.body, masterKey) }
  }
}

type Seen = { readonly name: string; readonly bytes: number; readonly sha256: string }
type TableSeen = { readonly sum: RowSum; chunks: Seen[] }

/** Everything the manifest says is held against what was read. */
function compare(finished: Finished, seen: ReadonlyMap<string, TableSeen>): Manifest {
  const { manifest, headDigest } = finished
  if (manifest.head !== headDigest) throw damaged('its head was changed')
  for (const table of manifest.tables) {
    const found = seen.get(table.name)
    const chunks = found?.chunks ?? []
    const whole =
      chunks.length === table.chunks.length &&
      table.chunks.every(
        (chunk, at) => chunk.bytes === chunks[at]!.bytes && chunk.sha256 === chunks[at]!.sha256,
      ) &&
      chunks.every((chunk, at) => chunk.name === chunkName(table.name, at + 1))
    const sum = found?.sum ?? new RowSum()
    if (!whole || sum.rows !== table.rows || sum.digest() !== table.sum) {
      throw damaged(`its table ${table.name} is not what was backed up`)
    }
  }
  const known = new Set(manifest.tables.map((table) => table.name))
  for (const name of seen.keys()) if (!known.has(name)) throw damaged(`its table ${name} is in no manifest`)
  return manifest
}

function tableOf(chunk: string): string {
  const table = /^tables\/([^/]+)\/\d+\.copy\.zst$/.exec(chunk)?.[1]
  if (table === undefined) throw damaged(`it holds ${chunk}, which is no part of a backup`)
  return table
}

/**
 * Reads the whole file and holds every byte against the manifest, without a database. Throws BACKUP_DAMAGED, or
 * RESTORE_REFUSED for another key or a newer format.
 */
export async function readBackup(path: string, masterKey: Uint8Array): Promise<BackupRead> {
  const { source, sealed, close } = await openArchive(path, masterKey)
  try {
    const items = readArchive(source, masterKey)
    const head = (await items.next()).value as BackupHead
    const seen = new Map<string, TableSeen>()
    for (;;) {
      const next = await items.next()
      if (next.done) {
        const manifest = compare(next.value, seen)
        return { head, manifest, sealed, bytes: (await stat(path)).size }
      }
      const { name, raw } = next.value as ReadChunk
      const table = tableOf(name)
      const found = seen.get(table) ?? { sum: new RowSum(), chunks: [] }
      seen.set(table, found)
      found.sum.add(raw)
      found.chunks.push({ name, bytes: raw.length, sha256: digestOf(raw) })
    }
  } finally {
    close()
  }
}

/** The chunks of the tables once more, for loading; the caller has the manifest from `readBackup`. */
export async function* readChunks(
  path: string,
  masterKey: Uint8Array,
): AsyncGenerator<{ readonly table: string; readonly raw: Buffer }> {
  const { source, close } = await openArchive(path, masterKey)
  try {
    const items = readArchive(source, masterKey)
    await items.next()
    for (let next = await items.next(); !next.done; next = await items.next()) {
      const { name, raw } = next.value as ReadChunk
      yield { table: tableOf(name), raw }
    }
  } finally {
    close()
  }
}
