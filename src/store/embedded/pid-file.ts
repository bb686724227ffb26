import { readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'

/** What a running server says about itself in `postmaster.pid`; `port` and `ready` come as it gets there. */
type PidFile = { readonly pid: number; readonly port: number | null; readonly ready: boolean }

export async function readPidFile(data: string): Promise<PidFile | null> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => null)
  if (text === null) return null
  // Lines as PostgreSQL's own pidfile.h numbers them: 1 pid, 4 port, 8 status.
  const lines = text.split('\n').map((line) => line.trim())
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 1) return null
  const port = Number(lines[3] ?? '')
  return { pid, port: Number.isInteger(port) && port > 0 ? port : null, ready: lines[7] === 'ready' }
}

/**
 * Whether a process runs. One that we may not signal is not our server: an ordinary user's server is the
 * user's own, and root may signal all.
 */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/**
 * Whether a process that holds the pid is visibly not a running PostgreSQL server: another program that got
 * the pid after a crash, or a server that was killed and not yet buried by its parent.
 */
export async function isOtherProgram(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (status === null) return false
  // The state follows the name, which stands in brackets and may hold anything.
  if (status.slice(status.lastIndexOf(')') + 2).startsWith('Z')) return true
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return command !== '' && !command.includes('postgres')
}

/**
 * Whether a process still works in the data directory. After a server was killed its children finish a
 * moment later, and no second server may start before.
 */
export async function isInUse(data: string): Promise<boolean> {
  const processes = await readdir('/proc').catch(() => [])
  for (const name of processes) {
    if (!/^\d+$/.test(name)) continue
    const directory = await readlink(`/proc/${name}/cwd`).catch(() => null)
    if (directory === data) return true
  }
  return false
}
