import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { Fault } from '../../kernel/errors.ts'

/** The operating system's user that runs the server; null means the user of this process. */
export type DatabaseUser = { readonly name: string; readonly uid: number; readonly gid: number } | null

const run = promisify(execFile)

async function lookUp(name: string): Promise<DatabaseUser> {
  try {
    const uid = Number((await run('id', ['-u', name])).stdout)
    const gid = Number((await run('id', ['-g', name])).stdout)
    return Number.isInteger(uid) && Number.isInteger(gid) && uid !== 0 ? { name, uid, gid } : null
  } catch {
    return null
  }
}

/** PostgreSQL refuses to run as root, so root lends it the user `postgres`, or `nobody` where there is none. */
export async function databaseUser(): Promise<DatabaseUser> {
  if (process.getuid?.() !== 0) return null
  const user = (await lookUp('postgres')) ?? (await lookUp('nobody'))
  if (user !== null) return user
  throw new Fault('DATABASE_UNAVAILABLE', {
    message:
      'PostgreSQL does not run as root, and there is neither a user `postgres` nor a user `nobody` to run it as. ' +
      'Start as an ordinary user, add one of the two, or set DATABASE_URL.',
    retry: 'never',
  })
}

export function asUser(user: DatabaseUser): { uid?: number; gid?: number } {
  return user === null ? {} : { uid: user.uid, gid: user.gid }
}

/** What the server's programs may see of the environment: nothing of ours, least of all secrets. */
export const serverEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
