/**
 * The head of the log as it was last seen, kept outside the database: a database that is older than this was
 * restored, and a log that ends before it was cut.
 */
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

export type Head = {
  readonly installationId: string
  readonly epoch: number
  /** Of the first cell. */
  readonly position: bigint
  /** Hexadecimal. */
  readonly chain: string
  /** How far the server's write-ahead log was, and whose it is: an older physical copy is behind it. */
  readonly wal: bigint
  readonly cluster: string | null
  readonly at: string
}

/** Null when there is none. Throws when it is there and cannot be read: nobody may go on as if it were not. */
export async function readHeadFile(path: string): Promise<Head | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  const kept = JSON.parse(text) as Omit<Head, 'position' | 'wal'> & { position: string; wal: string }
  return { ...kept, position: BigInt(kept.position), wal: BigInt(kept.wal) }
}

/** Whole or not at all, and on the disk before it returns. */
export async function writeHeadFile(path: string, head: Head): Promise<void> {
  const text = JSON.stringify(head, (_name, value) => (typeof value === 'bigint' ? String(value) : value))
  const partial = `${path}.${process.pid}.partial`
  const file = await open(partial, 'w', 0o600)
  try {
    await file.writeFile(`${text}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(partial, path)
  const directory = await open(dirname(path), 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/** Removes what processes that were killed while they wrote have left beside the file. */
export async function clearPartialHeads(path: string, olderThan: Date): Promise<void> {
  const folder = dirname(path)
  const names = await readdir(folder).catch(() => [])
  const partial = names.filter(
    (name) => name.startsWith(`${basename(path)}.`) && /\.\d+\.partial$/.test(name),
  )
  for (const name of partial) {
    const file = join(folder, name)
    // Somebody else may clear up too.
    const there = await stat(file).catch(() => null)
    if (there !== null && there.mtime < olderThan) await rm(file, { force: true })
  }
}

/** What the database says of itself, to be held against the head outside. */
export type Seen = Pick<Head, 'installationId' | 'epoch' | 'position' | 'chain' | 'wal' | 'cluster'> & {
  /** The chain as it stood at the outside head's position; null when the log never had a link that ends there. */
  readonly chainThere: string | null
}

/** Why the database is not the one that was seen last, or null when it is that one, further on. */
export function olderThan(head: Head, seen: Seen): string | null {
  // A home that served another installation knows nothing of this one.
  if (head.installationId !== seen.installationId) return null
  if (seen.epoch < head.epoch) return `It is of epoch ${seen.epoch}; epoch ${head.epoch} was reached.`
  if (seen.position < head.position)
    return `Its log ends at ${seen.position}; position ${head.position} was reached at ${head.at}.`
  if (seen.chainThere !== head.chain) return `Its log says something else at position ${head.position}.`
  if (head.cluster !== null && head.cluster === seen.cluster && seen.wal < head.wal)
    return `Its server stands before where it was at ${head.at}.`
  return null
}
