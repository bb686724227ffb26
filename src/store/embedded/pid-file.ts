import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** What a running server says about itself in `postmaster.pid`; `port` and `ready` come as it gets there. */
export type PidFile = { readonly pid: number; readonly port: number | null; readonly ready: boolean }

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

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Not permitted means that there is such a process, of another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Whether a process is visibly something else than a PostgreSQL server: a pid used again after a crash. */
export async function isOtherProgram(pid: number): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null)
  // A child between fork and exec, or a zombie, has no command line: then nothing is claimed.
  return command !== null && command !== '' && !command.includes('postgres')
}
