import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve, sep } from 'node:path'

/** Debian's programs are Python and Ruby; a version manager's shims in front of them would be taken instead. */
export const systemPath = '/usr/sbin:/usr/bin:/sbin:/bin'

export type Secrets = {
  readonly trytonAdminPassword: string
  readonly trytonPassword: string
  readonly redmineAdminKey: string
  readonly redmineHubKey: string
  readonly redminePassword: string
}

const checkout = resolve(import.meta.dirname, '..', '..')

/** The one directory that holds everything of the live systems. It lies outside the checkout. */
export function liveDirectory(): string {
  const directory = resolve(process.env.HOURBRIDGE_LIVE_DIR ?? '/var/tmp/hourbridge-live')
  if (directory === checkout || directory.startsWith(checkout + sep)) {
    throw new Error(`HOURBRIDGE_LIVE_DIR must lie outside the checkout, not in ${directory}`)
  }
  mkdirSync(directory, { recursive: true, mode: 0o755 })
  return directory
}

/** Sixteen different characters: Tryton refuses a password in which characters come again too often. */
function password(): string {
  const alphabet = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'
  const drawn = [...alphabet].map((letter) => ({ letter, at: randomBytes(4).readUInt32BE() }))
  return drawn
    .sort((a, b) => a.at - b.at)
    .slice(0, 16)
    .map(({ letter }) => letter)
    .join('')
}

/** Passwords and keys of the throw-away systems, made once per directory. */
export function secrets(): Secrets {
  const file = join(liveDirectory(), 'secrets.json')
  if (!existsSync(file)) {
    const made: Secrets = {
      trytonAdminPassword: password(),
      trytonPassword: password(),
      redmineAdminKey: randomBytes(20).toString('hex'),
      redmineHubKey: randomBytes(20).toString('hex'),
      redminePassword: password(),
    }
    writeFileSync(file, JSON.stringify(made), { mode: 0o600 })
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Secrets
}

/**
 * Names a template database: eight hex digits over the given texts and the named files of this folder,
 * so that a changed seed, package version or month never meets an old template.
 */
export function fingerprint(texts: readonly string[], files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`${text.length}:${text}`)
  for (const file of files) hash.update(readFileSync(join(import.meta.dirname, file)))
  return hash.digest('hex').slice(0, 8)
}

export function say(message: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${message}\n`)
}
