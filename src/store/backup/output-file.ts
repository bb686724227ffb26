import { link, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Fault } from '../../kernel/errors.ts'

export type OutputFile = {
  readonly write: (bytes: Uint8Array) => Promise<void>
  readonly written: () => number
}

export const partialMark = '.partial-'

const ownerOnly = 0o600
const randomBytes = 6

function failed(path: string, cause: unknown): unknown {
  const code = cause instanceof Error && 'code' in cause ? cause.code : null
  const reasons: Readonly<Record<string, string>> = {
    ENOSPC: 'the disk is full',
    EDQUOT: 'the quota of the disk is used up',
    EROFS: 'the file system is read-only',
    EACCES: 'this user may not write there',
    ENOENT: 'the directory does not exist',
    EEXIST: 'a file of that name is there, and a backup never overwrites',
  }
  const reason = typeof code === 'string' ? reasons[code] : undefined
  if (reason === undefined) return cause
  return new Fault('BACKUP_FAILED', {
    message: `The backup ${path} was not written: ${reason}. Nothing was left behind.`,
    cause,
  })
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** Gives the finished file its name, which nobody may have taken meanwhile. */
async function publish(partial: string, path: string): Promise<void> {
  try {
    // A link, unlike a rename, fails where the name is taken.
    await link(partial, path)
    await rm(partial)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error
    // Some network file systems know no links.
    if (await exists(path)) throw Object.assign(new Error('taken'), { code: 'EEXIST' })
    await rename(partial, path)
  }
}

async function flushDirectory(path: string): Promise<void> {
  const directory = await open(dirname(path), 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/**
 * A file that appears whole and flushed or not at all, readable by its owner only. What was written is removed when
 * the work throws; a killed process leaves a file with `.partial-` in its name.
 */
export async function writeNewFile<T>(
  path: string,
  random: (bytes: number) => Uint8Array,
  work: (file: OutputFile) => Promise<T>,
): Promise<T> {
  const partial = `${path}${partialMark}${Buffer.from(random(randomBytes)).toString('hex')}`
  try {
    if (await exists(path)) throw Object.assign(new Error('taken'), { code: 'EEXIST' })
    const file = await open(partial, 'wx', ownerOnly)
    let result: T
    let written = 0
    try {
      const write = async (bytes: Uint8Array) => {
        await file.writeFile(bytes)
        written += bytes.length
      }
      result = await work({ write, written: () => written })
      await file.sync()
    } finally {
      await file.close()
    }
    await publish(partial, path)
    await flushDirectory(path)
    return result
  } catch (error) {
    await rm(partial, { force: true })
    throw failed(path, error)
  }
}
