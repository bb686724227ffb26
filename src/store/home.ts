import { link, lstat, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Fault } from '../kernel/errors.ts'
import type { DatabaseUser } from './embedded/database-user.ts'
import { databaseUser } from './embedded/database-user.ts'

async function mayPass(directory: string, user: DatabaseUser): Promise<boolean> {
  if (user === null) return true
  const found = await stat(directory)
  const bit = found.uid === user.uid ? 0o100 : found.gid === user.gid ? 0o010 : 0o001
  return (found.mode & bit) !== 0
}

/** Whether the home is there or can be made, and the database's user gets to it. */
async function isUsable(home: string, user: DatabaseUser): Promise<boolean> {
  try {
    await mkdir(home, { recursive: true, mode: user === null ? 0o700 : 0o711 })
    for (let at = home; ; at = dirname(at)) {
      // The home itself is opened for passing when the server starts.
      if (at !== home && !(await mayPass(at, user))) return false
      if (at === dirname(at)) return true
    }
  } catch {
    return false
  }
}

/** A directory that anybody could have made: it is used only when it is ours and nobody else writes there. */
async function isOurs(path: string): Promise<boolean> {
  const found = await lstat(path)
  return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0
}

/**
 * The home to use: the configured one, or below /var/tmp when nobody chose it and the database's user cannot
 * reach the default. The answer is the same at every start on the same machine.
 */
export async function chooseHome(config: { home: string; homeIsChosen: boolean }): Promise<string> {
  const user = await databaseUser()
  if (await isUsable(config.home, user)) return config.home
  const fallback = `/var/tmp/hourbridge-${process.getuid?.() ?? 'user'}`
  const usable = !config.homeIsChosen && (await isUsable(fallback, user)) && (await isOurs(fallback))
  if (usable) return fallback
  const who = user === null ? 'this user' : `this user and for ${user.name}, who runs the database`
  throw new Fault('DATABASE_UNAVAILABLE', {
    message:
      `The home ${config.home} cannot be made or reached. Set HOURBRIDGE_HOME to a place outside closed directories ` +
      `that is open for ${who}.`,
  })
}

const keyPattern = /^[0-9a-f]{64}$/i

async function readKeyFile(path: string): Promise<Uint8Array | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  const open = ((await stat(path)).mode & 0o077) !== 0
  if (keyPattern.test(text.trim()) && !open) return Buffer.from(text.trim(), 'hex')
  throw new Fault('CONFIG_INVALID', {
    message: open
      ? `Others can read the sealing key in ${path}. Run \`chmod 600 ${path}\` and consider the key known.`
      : `The file ${path} does not hold a sealing key of 64 hexadecimal digits.`,
  })
}

/** The key where it should be, null where it is not; none is made. */
export async function findMasterKey(
  home: string,
  config: { masterKey: string | null; masterKeyFile: string | null },
): Promise<Uint8Array | null> {
  if (config.masterKey !== null) return Buffer.from(config.masterKey, 'hex')
  return readKeyFile(config.masterKeyFile ?? join(home, 'master.key'))
}

/**
 * The key that seals secrets and payloads, 32 bytes: from the setting, from the file, or made in the home at
 * the first start. `random` gives as many bytes as it is asked for.
 */
export async function openMasterKey(
  home: string,
  config: { masterKey: string | null; masterKeyFile: string | null },
  random: (bytes: number) => Uint8Array,
): Promise<Uint8Array> {
  const found = await findMasterKey(home, config)
  if (found !== null) return found
  const path = config.masterKeyFile ?? join(home, 'master.key')
  if (config.masterKeyFile !== null) {
    throw new Fault('CONFIG_INVALID', {
      message: `HOURBRIDGE_MASTER_KEY_FILE names ${path}, which is not there. A lost key cannot be made again.`,
    })
  }
  // A name of its own: two starts, even in one process, do not write the same file.
  const partial = `${path}.${Buffer.from(random(8)).toString('hex')}.partial`
  await writeFile(partial, `${Buffer.from(random(32)).toString('hex')}\n`, { mode: 0o600, flush: true })
  // Linking fails when the file is there, so of two first starts both end with the same key.
  await link(partial, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(partial)
  const made = await readKeyFile(path)
  if (made !== null) return made
  throw new Fault('CONFIG_INVALID', { message: `The sealing key ${path} vanished while it was made.` })
}
