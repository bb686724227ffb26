/** One kill at the worst moment of one process: seconds instead of minutes, and never by luck. */
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApiKey } from '../../src/access/api-keys.ts'
import { allRoles } from '../../src/access/roles.ts'
import { readConfig } from '../../src/config.ts'
import { directConnection, directRecord, directStream } from '../../src/connectors/direct/connector.ts'
import { receiveRecords } from '../../src/intake/receive.ts'
import { isRejection } from '../../src/kernel/errors.ts'
import { connectors } from '../../src/runner/connectors.ts'
import { type Opened, openInstalled } from '../../src/runner/installation.ts'
import { createTestDatabase } from '../support/database.ts'
import { entry } from '../support/firm.ts'
import { caller } from './caller.ts'
import { freePort, until } from './grounds.ts'
import { victimEnvironment } from './settings.ts'
import { Victim } from './victim.ts'

type Ground = { readonly opened: Opened; readonly environment: Record<string, string>; readonly base: string }

async function onGround<T>(work: (ground: Ground) => Promise<T>): Promise<T> {
  const database = await createTestDatabase()
  const home = await mkdtemp(join(tmpdir(), 'hourbridge-strike-'))
  await chmod(home, 0o755)
  const port = await freePort()
  const firm = 'http://127.0.0.1:9'
  const environment = victimEnvironment({ home, databaseUrl: database.url, durable: false, port, firm })
  const { config, faults } = readConfig(environment)
  if (config === null) throw new Error(faults.map((fault) => fault.message).join('\n'))
  const opened = await openInstalled({ config, connectors, role: 'rig', migrates: true, log: () => {} })
  try {
    return await work({ opened, environment, base: `http://127.0.0.1:${port}` })
  } finally {
    await opened.close()
    await database.drop()
    await rm(home, { recursive: true, force: true })
  }
}

async function count(opened: Opened, sql: string): Promise<number> {
  return (await opened.store.query<{ n: number }>(sql)).rows[0]!.n
}

async function keyFor(opened: Opened): Promise<string> {
  const { store, now, newId } = opened.hub.parts
  const random = (bytes: number) => new Uint8Array(randomBytes(bytes))
  const expiresAt = new Date(now().getTime() + 86_400_000)
  const wanted = { name: 'strike', roles: allRoles, expiresAt, createdBy: 'rig', at: now(), newId, random }
  const made = await store.transaction((tx) => createApiKey(tx, wanted))
  if (isRejection(made)) throw new Error(made.message)
  return made.key
}

/** Kills the api the moment it has acknowledged. How many acknowledged entries are not in the log. */
export function strikeApi(plant: string | null): Promise<number> {
  return onGround(async ({ opened, environment, base }) => {
    const api = new Victim('api', environment, plant)
    await api.start()
    const call = caller([base], await keyFor(opened))
    const answer = await call('POST', 'time-entries', entry('struck'))
    await api.kill()
    if (answer?.status !== 201) throw new Error(`The api answered ${answer?.status}.`)
    // What the killed process had sent to the database may still take effect there.
    await until('The connections of the dead are gone', 10_000, async () => {
      const left = await count(
        opened,
        `select count(*)::int as n from pg_stat_activity where datname = current_database() and application_name like '% api'`,
      )
      return left === 0 ? null : `${left} left`
    })
    return 1 - (await count(opened, `select count(*)::int as n from events where source_id = 'struck'`))
  })
}

const entries = 300

/** Kills the runner the moment a cursor has moved. How many entries lie behind a cursor and became no work. */
export function strikeRunner(plant: string | null): Promise<number> {
  return onGround(async ({ opened, environment }) => {
    const stream = {
      connectionId: directConnection,
      stream: directStream,
      carries: 'work',
      principal: 'rig',
    } as const
    const records = Array.from({ length: entries }, (_, at) => directRecord(entry(`e${at}`)))
    await receiveRecords(opened.hub.receiver, { ...stream, receivedAt: new Date() }, records)
    const runner = new Victim('runner', environment, plant)
    const started = runner.start()
    await until('A cursor has moved', 30_000, async () => {
      const moved = await count(
        opened,
        `select count(*)::int as n from lane_cursors where cell = 1 and runner = 'charging' and position > 0`,
      )
      return moved > 0 ? null : 'none has'
    })
    await runner.kill()
    await started
    return count(
      opened,
      `select count(*)::int as n from events e
         join lane_cursors c on c.cell = e.cell and c.lane = e.lane and c.runner = 'charging'
       where e.cell = 1 and e.type = 'work.received' and e.position <= c.position
         and not exists (select from works w where w.cell = 1 and w.source_id = e.source_id)`,
    )
  })
}
