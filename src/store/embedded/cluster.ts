import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Fault } from '../../kernel/errors.ts'
import type { Binaries } from './binaries.ts'
import type { DatabaseUser } from './database-user.ts'
import { asUser, serverEnvironment } from './database-user.ts'

/** `administrator` is PostgreSQL's superuser; the program itself works as `owner`, whom revoked rights bind. */
export type Credentials = { readonly administrator: string; readonly owner: string }

export type Cluster = { readonly directory: string; readonly data: string; readonly credentials: Credentials }

export const administratorRole = 'hourbridge_administrator'
export const ownerRole = 'hourbridge'

const run = promisify(execFile)

async function readCredentials(path: string): Promise<Credentials> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text !== null) return JSON.parse(text) as Credentials
  const secret = () => randomBytes(32).toString('base64url')
  const credentials = { administrator: secret(), owner: secret() }
  const partial = `${path}.partial`
  await writeFile(partial, JSON.stringify(credentials), { mode: 0o600 })
  await rename(partial, path)
  return credentials
}

async function give(path: string, user: DatabaseUser): Promise<void> {
  if (user !== null) await chown(path, user.uid, user.gid)
}

/** Fails where the database's user cannot reach or run the programs, in words about that. */
async function probe(binaries: Binaries, user: DatabaseUser): Promise<void> {
  const program = join(binaries.directory, 'bin', 'postgres')
  try {
    await run(program, ['-V'], { ...asUser(user), env: serverEnvironment, cwd: '/' })
  } catch (cause) {
    const who = user === null ? 'This user' : `The user ${user.name}, who runs the database for root,`
    throw new Fault('DATABASE_UNAVAILABLE', {
      message:
        `${who} cannot run ${program}. Every directory above it has to be open for passing through (mode o+x) and its ` +
        'file system must not be mounted noexec. Set HOURBRIDGE_HOME to such a place.',
      cause,
      retry: 'never',
    })
  }
}

async function initialise(binaries: Binaries, cluster: Cluster, user: DatabaseUser): Promise<void> {
  const partial = `${cluster.data}.partial`
  const passwordFile = join(cluster.directory, 'password.partial')
  await rm(partial, { recursive: true, force: true })
  await rm(passwordFile, { force: true })
  await mkdir(partial, { mode: 0o700 })
  await give(partial, user)
  await writeFile(passwordFile, cluster.credentials.administrator, { mode: 0o600 })
  await give(passwordFile, user)
  const options = [
    ...['--pgdata', partial, '--username', administratorRole, '--pwfile', passwordFile],
    ...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--data-checksums', '--no-instructions'],
    // Order of text is the same on every machine and every library version: by code point.
    ...['--no-locale', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'],
  ]
  try {
    await run(join(binaries.directory, 'bin', 'initdb'), options, {
      ...asUser(user),
      env: serverEnvironment,
      cwd: partial,
      timeout: 120_000,
    })
    // Only a complete data directory ever bears the name: a start killed here begins again.
    await rename(partial, cluster.data)
  } catch (cause) {
    const detail = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : String(cause)
    throw new Fault('DATABASE_UNAVAILABLE', {
      message: `The database's files could not be created in ${cluster.directory}: ${detail}`,
      cause,
      retry: 'never',
    })
  } finally {
    await rm(passwordFile, { force: true })
  }
}

function refuseForeignVersion(data: string, found: string, binaries: Binaries): void {
  const wanted = binaries.version.split('.')[0]
  if (found.trim() === wanted) return
  throw new Fault('DATABASE_UNAVAILABLE', {
    message:
      `${data} was made by PostgreSQL ${found.trim()}, this program brings ${wanted}. Nothing was changed. ` +
      'Export with the program that made it and import here.',
    retry: 'never',
  })
}

/** The data directory and its passwords, created when they are not there. The caller holds the start lock. */
export async function prepareCluster(
  directory: string,
  binaries: Binaries,
  user: DatabaseUser,
): Promise<Cluster> {
  await probe(binaries, user)
  const credentials = await readCredentials(join(directory, 'credentials.json'))
  const cluster = { directory, data: join(directory, 'data'), credentials }
  const version = await readFile(join(cluster.data, 'PG_VERSION'), 'utf8').catch(() => null)
  if (version !== null) refuseForeignVersion(cluster.data, version, binaries)
  else await initialise(binaries, cluster, user)
  return cluster
}

/** Creates a directory that the database's user may pass through but not list. */
export async function makePassable(path: string, user: DatabaseUser): Promise<void> {
  await mkdir(path, { recursive: true, mode: user === null ? 0o700 : 0o711 })
  if (user === null) return
  const mode = (await stat(path)).mode & 0o777
  if ((mode & 0o001) === 0) await chmod(path, mode | 0o011)
}
