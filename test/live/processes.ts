import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { systemPath } from './settings.ts'

export type Identity = { readonly uid?: number; readonly gid?: number }
export type Environment = Readonly<Record<string, string>>

export function isRoot(): boolean {
  return process.getuid?.() === 0
}

/** As root, programs run as the package's own user; anyone else runs them as himself. */
export function identityOf(user: string): Identity {
  if (!isRoot()) return {}
  const id = (flag: string) => Number(execFileSync('/usr/bin/id', [flag, user], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

/** Runs a program to its end; its output goes to the log, whose end is in the error when it fails. */
export function run(
  program: string,
  args: readonly string[],
  options: { log: string; user?: string; cwd?: string; env?: Environment },
): Promise<void> {
  const log = openSync(options.log, 'a')
  const child = spawn(program, args, {
    stdio: ['ignore', log, log],
    cwd: options.cwd ?? '/',
    env: { PATH: systemPath, LANG: 'C.UTF-8', ...options.env },
    ...(options.user === undefined ? {} : identityOf(options.user)),
  })
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code, signal) => {
      if (code === 0) done()
      else
        fail(
          new Error(`${program} ended with ${code ?? signal}; end of ${options.log}:\n${tail(options.log)}`),
        )
    })
  })
}

export function tail(file: string, lines = 20): string {
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(-lines).join('\n') : '(no log)'
}

type Kept = { readonly pid: number; readonly startedAt: string; readonly port: number }

/**
 * A server that outlives the script that started it. Its process id is kept with the moment the kernel started it,
 * because ids are used again: only the very process that was started here is ever signalled.
 */
export function keptProcess(file: string) {
  const read = (): Kept | null => {
    if (!existsSync(file)) return null
    const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept
    return startOf(kept.pid) === kept.startedAt ? kept : null
  }
  return {
    /** The port it listens on, or null when it does not run. */
    port: (): number | null => read()?.port ?? null,
    /** The port of the last start, running or not, so that an address survives a restart. */
    lastPort: (): number | null =>
      existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept).port : null,
    keep: (pid: number, port: number): void => {
      writeFileSync(file, JSON.stringify({ pid, startedAt: startOf(pid) ?? 'gone', port }))
    },
    stop: async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
      const kept = read()
      if (kept === null) return
      process.kill(kept.pid, signal)
      const ended = await until(() => startOf(kept.pid) !== kept.startedAt, 15_000)
      if (!ended) process.kill(kept.pid, 'SIGKILL')
      await until(() => startOf(kept.pid) !== kept.startedAt, 5_000)
    },
    forget: (): void => rmSync(file, { force: true }),
  }
}

/** Field 22 of /proc/<pid>/stat: clock ticks from boot to start. Null when no such process lives. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? null : (fields[19] ?? null)
  } catch {
    return null
  }
}

/** Starts a server in its own process group, so that Ctrl-C in the terminal does not reach it. */
export function startServer(
  program: string,
  args: readonly string[],
  options: { log: string; user: string; cwd: string; env?: Environment },
): ChildProcess & { pid: number } {
  const log = openSync(options.log, 'a')
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', log, log],
    cwd: options.cwd,
    env: { PATH: systemPath, LANG: 'C.UTF-8', ...options.env },
    ...identityOf(options.user),
  })
  child.on('error', () => {})
  child.unref()
  if (child.pid === undefined) throw new Error(`${program} did not start`)
  return child as ChildProcess & { pid: number }
}

/** Waits for a condition, looking every 50 ms. False when the limit passed first. */
export async function until(condition: () => boolean | Promise<boolean>, limitMs: number): Promise<boolean> {
  const end = performance.now() + limitMs
  while (!(await condition())) {
    if (performance.now() > end) return false
    await pause(50)
  }
  return true
}

/** The wanted port of 127.0.0.1 when it is free, else one the kernel picks. */
export async function freePort(wanted: number | null): Promise<number> {
  const listen = (port: number) =>
    new Promise<number | null>((done) => {
      const server = createServer()
      server.once('error', () => done(null))
      server.listen(port, '127.0.0.1', () => {
        const address = server.address()
        server.close(() => done(typeof address === 'object' && address !== null ? address.port : null))
      })
    })
  const port = (wanted === null ? null : await listen(wanted)) ?? (await listen(0))
  if (port === null) throw new Error('no free port on 127.0.0.1')
  return port
}
