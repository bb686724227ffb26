import { spawn } from 'node:child_process'
import { open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { Fault } from '../../kernel/errors.ts'
import type { Binaries } from './binaries.ts'
import type { Cluster } from './cluster.ts'
import type { DatabaseUser } from './database-user.ts'
import { asUser, serverEnvironment } from './database-user.ts'
import { isAlive, isInUse, isOtherProgram, readPidFile } from './pid-file.ts'

export type RunningServer = { readonly pid: number; readonly port: number }

/** Recovery after a crash reads the whole log since the last checkpoint, which may take minutes. */
const startTimeoutMs = 300_000
const fastStopTimeoutMs = 30_000
const stopTimeoutMs = 60_000
const lingerTimeoutMs = 30_000
const pollMs = 25
const serverLogBytes = 10_000_000
const portAttempts = 5

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })
}

function settings(port: number, durable: boolean, extra: Readonly<Record<string, string>>): string[] {
  const onOff = durable ? 'on' : 'off'
  const values: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    fsync: onOff,
    full_page_writes: onOff,
    synchronous_commit: 'on',
    max_connections: '100',
    max_wal_size: '1GB',
    // A table that filled within a minute would be planned for as if it were empty, which reads all of it for
    // every batch.
    autovacuum_naptime: '5s',
    random_page_cost: '1.1',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // Values in statements may be payroll or personal data and do not belong in a log file.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length_on_error: '0',
    ...extra,
  }
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' })
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

/** Takes away a dead server's pid file, whose pid something else holds, so PostgreSQL would not dare to. */
async function clearDead(data: string): Promise<void> {
  const until = performance.now() + lingerTimeoutMs
  const directory = await realpath(data)
  while (await isInUse(directory)) {
    if (performance.now() > until) {
      throw new Fault('DATABASE_UNAVAILABLE', {
        message: `Processes of a killed database server still work in ${data}. End them and start again.`,
      })
    }
    await pause(pollMs)
  }
  await rm(join(data, 'postmaster.pid'), { force: true })
}

async function openServerLog(path: string) {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  if (size > serverLogBytes) await rename(path, `${path}.1`)
  return open(path, 'a', 0o600)
}

/**
 * Waits until whatever server already holds the data directory is ready, and returns it. Null when there
 * is none: no pid file, a dead pid, or a pid that another program got after a crash.
 */
export async function findRunning(cluster: Cluster): Promise<RunningServer | null> {
  const until = performance.now() + startTimeoutMs
  for (;;) {
    const found = await readPidFile(cluster.data)
    // PostgreSQL itself clears away a dead server's file, and checks better than we could that it is dead.
    if (found === null || !isAlive(found.pid)) return null
    if (await isOtherProgram(found.pid)) {
      await clearDead(cluster.data)
      return null
    }
    if (found.ready && found.port !== null && (await accepts(found.port)))
      return { pid: found.pid, port: found.port }
    if (performance.now() > until) {
      throw new Fault('DATABASE_UNAVAILABLE', {
        message:
          `A database server (process ${found.pid}) holds ${cluster.data} but does not get ready. ` +
          `Look at ${join(cluster.directory, 'server.log')}, end the process, and start again.`,
        retry: 'never',
      })
    }
    await pause(pollMs)
  }
}

type Launch = { readonly server: RunningServer } | { readonly failed: string }

async function launch(
  binaries: Binaries,
  cluster: Cluster,
  user: DatabaseUser,
  options: string[],
): Promise<Launch> {
  const logPath = join(cluster.directory, 'server.log')
  const log = await openServerLog(logPath)
  const before = (await log.stat()).size
  // Detached is a session and process group of its own: Ctrl-C at the terminal ends the program and
  // leaves it to the program to end the server in order.
  const child = spawn(join(binaries.directory, 'bin', 'postgres'), ['-D', cluster.data, ...options], {
    ...asUser(user),
    cwd: cluster.data,
    env: serverEnvironment,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  })
  let ended: string | null = null
  child.once('error', (error) => {
    ended = error.message
  })
  child.once('exit', (code, signal) => {
    ended = `it ended with ${signal ?? code}`
  })
  child.unref()
  await log.close()
  const until = performance.now() + startTimeoutMs
  while (ended === null && performance.now() < until) {
    const found = await readPidFile(cluster.data)
    if (found !== null && found.pid === child.pid && found.ready && found.port !== null) {
      return { server: { pid: found.pid, port: found.port } }
    }
    await pause(pollMs)
  }
  const written = (await readFile(logPath)).subarray(before).toString('utf8').trim()
  return { failed: `${ended ?? 'it did not get ready in time'}; its log says: ${written.slice(-2000)}` }
}

/** Starts a server on the data directory. The caller holds the start lock and has seen that none runs. */
export async function launchServer(
  binaries: Binaries,
  cluster: Cluster,
  user: DatabaseUser,
  options: { durable: boolean; settings: Readonly<Record<string, string>> },
): Promise<RunningServer> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    const result = await launch(binaries, cluster, user, settings(port, options.durable, options.settings))
    if ('server' in result) return result.server
    // Somebody may take the port first; after a kill of the server alone its children linger for a moment.
    const passing = /Address already in use|could not bind|shared memory block/.test(result.failed)
    if (!passing || attempt >= portAttempts) {
      throw new Fault('DATABASE_UNAVAILABLE', {
        message: `The database server does not start on ${cluster.data}: ${result.failed}`,
        retry: 'never',
      })
    }
    await pause(200 * attempt)
  }
}

/** Ends the server in order: connections are closed, everything is flushed. Nothing but its own pid is signalled. */
export async function stopServer(cluster: Cluster): Promise<void> {
  const found = await readPidFile(cluster.data)
  if (found === null || !isAlive(found.pid) || (await isOtherProgram(found.pid))) return
  const started = performance.now()
  let hard = false
  process.kill(found.pid, 'SIGINT')
  while (isAlive(found.pid) && (await readPidFile(cluster.data))?.pid === found.pid) {
    const waited = performance.now() - started
    if (waited > fastStopTimeoutMs && !hard) {
      // Immediate shutdown: committed work is safe in the write-ahead log and replayed at the next start.
      process.kill(found.pid, 'SIGQUIT')
      hard = true
    }
    if (waited > stopTimeoutMs) return
    await pause(pollMs)
  }
}
