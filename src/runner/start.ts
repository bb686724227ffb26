import { join } from 'node:path'
import type { Config } from '../config.ts'
import { putConnection } from '../masterdata/connections.ts'
import { setRoute } from '../masterdata/reads.ts'
import { chooseHome } from '../store/home.ts'
import { connectors } from './connectors.ts'
import { type Opened, openInstalled } from './installation.ts'
import { sandboxApiKey, startSandboxProcess } from './sandbox-process.ts'
import { type Role, serve, type Serving } from './serve.ts'

type Started = Serving & { readonly home: string; readonly opened: Opened }
type StartOptions = {
  readonly config: Config
  readonly version: string
  readonly consoleDirectory: string | null
  readonly log: (message: string) => void
}

type StartedSandbox = Started & {
  readonly firmUrl: string
  /** The month that the firm bills, YYYY-MM. */
  readonly month: string
  /** Where the sandbox keeps what is its own beside the database. */
  readonly directory: string
}

/** The one connection of the sandbox: its time system and its ERP answer behind one address. */
const sandboxConnection = 'firm'
const sandboxSeed = 1

/** An empty installation, or the one this database already holds, with the roles asked for. */
export async function startInstallation(options: StartOptions & { readonly role: Role }): Promise<Started> {
  const opened = await openInstalled({ ...options, connectors, role: options.role, migrates: true })
  try {
    const serving = await serve(opened, options)
    return { ...serving, home: opened.home, opened }
  } catch (error) {
    await opened.close()
    throw error
  }
}

/**
 * The sandbox: a simulated firm and its ERP in a process of their own, and this product on a database that holds
 * nothing else. A second start continues both.
 */
export async function startSandbox(options: StartOptions): Promise<StartedSandbox> {
  const home = await chooseHome(options.config)
  const firm = await startSandboxProcess(join(home, 'sandbox', 'books'), sandboxSeed)
  // Loopback is closed to outbound calls but for the simulated firm's own port.
  const egressAllow = [new URL(firm.url).host]
  const config: Config = { ...options.config, environment: 'sandbox', databaseUrl: null, egressAllow }
  let opened: Opened | null = null
  try {
    opened = await openInstalled({ ...options, config, connectors, role: 'sandbox', migrates: true })
    const { parts } = opened.hub
    const { store, cell, now } = parts
    const connection = {
      connectionId: sandboxConnection,
      connector: 'plain',
      name: 'Simulated firm and ERP',
      baseUrl: firm.url,
      settings: {},
      simulated: true,
      enabled: true,
    }
    await store.transaction(async (tx) => {
      await putConnection(tx, cell, parts, connection, { apiKey: sandboxApiKey }, now())
      for (const outcome of ['cost', 'bill'] as const)
        await setRoute(tx, cell, '*', outcome, sandboxConnection)
    })
    await opened.hub.reload()
    const serving = await serve(opened, { ...options, role: 'all' })
    const stopFirm = firm.stop
    return {
      ...serving,
      home: opened.home,
      opened,
      directory: join(opened.home, 'sandbox'),
      firmUrl: firm.url,
      month: firm.month,
      stop: async () => {
        await serving.stop()
        await stopFirm()
      },
    }
  } catch (error) {
    await opened?.close()
    await firm.stop()
    throw error
  }
}
