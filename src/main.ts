import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { type Config, processEnvironment } from './config.ts'
import type { LocalCommands } from './cli/context.ts'
import { runProgram } from './cli/program.ts'
import { Fault } from './kernel/errors.ts'
import { uuidV7 } from './kernel/ids.ts'
import { buildConsole } from '../console/build.ts'
import type { MonthProgress } from './runner/sandbox-month.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string
}
// Doors, loops and connectors are loaded only by the commands that start something, so that the others are quick.
const startModule = () => import('./runner/start.ts')

const backupModule = () => import('./runner/backup.ts')

const say = (text: string) => process.stdout.write(`${text}\n`)
const tell = (text: string) => process.stderr.write(`${text}\n`)

/** A terminal sends Ctrl-C to every process of a command, so that it arrives twice at once. */
const sameRequestMs = 1_000

/** Resolves at the first request to stop. A second one ends the process where it stands, as a crash would. */
function stopRequested(): Promise<void> {
  let firstMs: number | null = null
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        if (firstMs !== null && performance.now() - firstMs > sameRequestMs) process.exit(1)
        firstMs ??= performance.now()
        resolve()
      })
  })
}

async function until(stop: Promise<void>, end: () => Promise<void>): Promise<void> {
  await stop
  tell('Stopping: what is under way ends, nothing is lost ...')
  await end()
  tell('Stopped.')
}

/** The configured port; when nobody chose it and somebody else has it, a free one. */
async function choosePort(config: Config): Promise<Config> {
  const free = await isFree(config.httpHost, config.httpPort)
  if (free || config.portIsChosen) return config
  tell(`Port ${config.httpPort} is taken; a free one is used.`)
  return { ...config, httpPort: await freePort(config.httpHost) }
}

function listenOnce(host: string, port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(null))
    server.listen(port, host, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : null))
    })
  })
}
const isFree = async (host: string, port: number) => (await listenOnce(host, port)) !== null
const freePort = async (host: string) => (await listenOnce(host, 0)) ?? 0

async function start(config: Config): Promise<void> {
  const stop = stopRequested()
  tell('Preparing the console ...')
  const consoleDirectory = await buildConsole()
  const { startInstallation } = await startModule()
  const started = await startInstallation({
    config: await choosePort(config),
    role: 'all',
    version,
    consoleDirectory,
    log: tell,
  })
  const first = await started.access.bootstrap({
    name: 'Administrator',
    email: 'admin@localhost.example',
    roles: ['administrator'],
  })
  say(`Console  ${started.url}`)
  say(`API      ${started.url}/api/docs`)
  if (first) {
    say(`Sign in  ${first.person.email}`)
    say(`One-time password, shown only now: ${first.password}`)
  }
  await until(stop, started.stop)
}

async function sandbox(config: Config): Promise<void> {
  const stop = stopRequested()
  tell('Hourbridge sandbox: a simulated firm and its ERP. No real data, no real invoices.')
  tell('Preparing the console ...')
  const consoleDirectory = await buildConsole()
  tell('Starting the database and the firm ...')
  const { startSandbox } = await startModule()
  const { sandboxPeople } = await import('./runner/sandbox-people.ts')
  const { followMonth } = await import('./runner/sandbox-month.ts')
  const started = await startSandbox({
    config: await choosePort({ ...config, logLevel: 'warn' }),
    version,
    consoleDirectory,
    log: tell,
  })
  const known = await sandboxPeople(started.opened.hub, started.access, started.directory)
  say(`\nConsole  ${started.url}`)
  for (const person of known.people) say(`Sign in  ${person.email.padEnd(28)} ${person.roles.join(', ')}`)
  say(`Password ${known.password}`)
  say(`API      ${started.url}/api/docs`)
  say(`Key      export HOURBRIDGE_URL=${started.url} HOURBRIDGE_API_KEY=${known.apiKey}`)
  say(`Firm     export FIRM=${started.firmUrl} MONTH=${started.month}\n`)
  const following = new AbortController()
  const followed = followMonth(started.opened, started.month, showProgress(), following.signal)
  followed.then(showReady, (error: Error) => tell(`The month could not be followed: ${error.message}`))
  await until(stop, async () => {
    following.abort()
    await followed.catch(() => null)
    await started.stop()
  })
}

function showProgress(): (progress: MonthProgress) => void {
  let last = ''
  return (now) => {
    const line =
      `approved entries ${now.entries} · cost in the ERP ${now.costAccepted}, on its way ${now.costOpen} · ` +
      `billable ${now.priced} · cases ${now.casesOpen} · drafts ${now.drafts} of ${now.documents}`
    if (line !== last) tell(line)
    last = line
  }
}

function showReady(progress: MonthProgress | null): void {
  if (progress)
    say(
      `\nReady: ${progress.drafts} draft invoices wait for release, ${progress.casesOpen} cases for somebody. Ctrl-C stops; a second start continues.`,
    )
}

/** The installation's core without doors or loops. */
async function openOnly(config: Config, role: 'migrate' | 'verify' | 'rebuild' | 'key' | 'adopt') {
  const { connectors } = await import('./runner/connectors.ts')
  const { openInstalled } = await import('./runner/installation.ts')
  return openInstalled({ config, connectors, role, log: tell, migrates: role === 'migrate' })
}

const local: LocalCommands = {
  start,
  sandbox,
  serve: async (config, role) => {
    const stop = stopRequested()
    const consoleDirectory =
      role === 'runner' ? null : fileURLToPath(new URL('../console/dist', import.meta.url))
    const { startInstallation } = await startModule()
    const started = await startInstallation({ config, role, version, consoleDirectory, log: tell })
    say(started.url ? `Console and API ${started.url}` : 'Runner started')
    await until(stop, started.stop)
  },
  migrate: async (config) => {
    const opened = await openOnly(config, 'migrate')
    await opened.close()
    return opened.migrated
  },
  backup: async (config, wanted) => {
    const { backUp } = await backupModule()
    return backUp(config, wanted, version, tell)
  },
  verifyBackup: async (config, file) => {
    const { verifyBackup } = await backupModule()
    return verifyBackup(config, file)
  },
  restore: async (config, wanted) => {
    const { restore } = await backupModule()
    const { head, rows, digest, migrated } = await restore(config, wanted, tell)
    return { takenAt: head.takenAt, rows, digest, migrated }
  },
  createKey: async (config, wanted) => {
    const { createApiKey } = await import('./access/api-keys.ts')
    const opened = await openOnly(config, 'key')
    const { store, now, newId, random } = opened.hub.parts
    try {
      const at = now()
      const expiresAt = new Date(at.getTime() + wanted.days * 86_400_000)
      const made = await store.transaction((tx) =>
        createApiKey(tx, { ...wanted, expiresAt, createdBy: 'command line', at, newId, random }),
      )
      if ('rejected' in made) throw new Fault('CONFIG_INVALID', { message: made.message })
      return made.key
    } finally {
      await opened.close()
    }
  },
  adopt: async (config, as, reason) => {
    const opened = await openOnly(config, 'adopt')
    try {
      const other = as === 'test' || as === 'training'
      const word = other ? ({ as: 'other', environment: as } as const) : ({ as } as const)
      const { sending, epoch } = await opened.standing.adopt(word, reason)
      if (other)
        return `This is now an installation of its own: start it with HOURBRIDGE_ENVIRONMENT=${as}. Its connections are switched off.`
      return sending === 'recovery'
        ? `Epoch ${epoch}. The books of every ERP are read back when it runs; then it sends. Watch \`hourbridge status\`.`
        : 'It sends again.'
    } finally {
      await opened.close()
    }
  },
  verifyOffline: async (config, { since, full }) => {
    const { verifyInstalled } = await import('./runner/proof.ts')
    const opened = await openOnly(config, 'verify')
    try {
      const wanted = { since: BigInt(since ?? 0), full }
      return await verifyInstalled(opened.hub, wanted, (done) =>
        tell(`${done.ok ? 'ok    ' : 'BROKEN'}  ${done.name}`),
      )
    } finally {
      await opened.close()
    }
  },
  compareEngine: async (config, { engine, since }) => {
    const { compareInstalled } = await import('./runner/proof.ts')
    const opened = await openOnly(config, 'verify')
    try {
      const wanted = { engine, since: BigInt(since ?? 0) }
      return await compareInstalled(opened.hub, wanted, (works) => tell(`${works} works`))
    } finally {
      await opened.close()
    }
  },
  rebuild: async (config, wanted) => {
    const { rebuildInstalled } = await import('./runner/proof.ts')
    const opened = await openOnly(config, 'rebuild')
    try {
      return await rebuildInstalled(opened.hub, wanted, (model, counted) => tell(`${model}: ${counted} read`))
    } finally {
      await opened.close()
    }
  },
}

process.exitCode = await runProgram(
  {
    terminal: { out: say, err: tell, isInteractive: process.stderr.isTTY === true },
    local,
    environment: processEnvironment(),
    fetch,
    wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    newId: () => uuidV7(Date.now(), (bytes) => crypto.getRandomValues(new Uint8Array(bytes))),
  },
  version,
  process.argv.slice(2),
)
