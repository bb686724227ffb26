/** The product in a process of its own, so that its processor time is its own. Told what to do by its parent. */
import { createApiKey } from '../src/access/api-keys.ts'
import { chargeLanes } from '../src/charging/lane.ts'
import { readConfig } from '../src/config.ts'
import { directConnection } from '../src/connectors/direct/connector.ts'
import { plainConnector } from '../src/connectors/plain/connector.ts'
import { isRejection } from '../src/kernel/errors.ts'
import { putConnection } from '../src/masterdata/connections.ts'
import { setRoute } from '../src/masterdata/reads.ts'
import { recordMasters } from '../src/masterdata/record.ts'
import { defaultPostingLimits } from '../src/posting/limits.ts'
import { openInstalled } from '../src/runner/installation.ts'
import { Loops } from '../src/runner/loops.ts'
import { serve } from '../src/runner/serve.ts'
import { startWork } from '../src/runner/work-loops.ts'
import { bareAppend, prepareBare } from './bare.ts'
import { benchFirm, benchReferences } from './firm.ts'

export type Told =
  | { readonly do: 'bare'; readonly name: string; readonly count: number }
  | { readonly do: 'charge' }
  | { readonly do: 'post' }
  | { readonly do: 'stop_posting' }
  | { readonly do: 'count' }
  | { readonly do: 'end' }
export type Answer = { readonly [name: string]: number | string }

const [erpUrl = ''] = process.argv.slice(2)
const groups = 4
const { config, faults } = readConfig()
if (config === null) throw new Error(faults.map((fault) => fault.message).join('\n'))

// The bench's ERP has nothing to pull.
const plain = { ...plainConnector(), streams: [] }
const connectors = new Map([[plain.name, plain]])
const opened = await openInstalled({ config, connectors, role: 'bench', migrates: true, log: () => {} })
const { hub, store, billing } = opened
const { cell, now, newId, random, vault } = hub.parts
await prepareBare(store)
const apiKey = await setUp()
await hub.reload()
const serving = await serve(opened, { role: 'api', version: 'bench', consoleDirectory: null })
let bareRows = 0
let loops: Loops | null = null

async function setUp(): Promise<string> {
  const said = { connectionId: directConnection, principal: 'bench', at: now(), cause: null }
  return store.transaction(async (tx) => {
    const connection = {
      connectionId: 'erp',
      connector: 'plain',
      name: 'Bench ERP',
      baseUrl: erpUrl,
      settings: {},
    }
    await putConnection(
      tx,
      cell,
      hub.parts,
      { ...connection, simulated: true, enabled: true },
      { apiKey: 'x' },
      now(),
    )
    for (const outcome of ['cost', 'bill'] as const) await setRoute(tx, cell, '*', outcome, 'erp')
    await recordMasters(tx, cell, vault, benchFirm, [], said)
    await recordMasters(tx, cell, vault, [], benchReferences, { ...said, connectionId: 'erp' })
    const expiresAt = new Date(now().getTime() + 86_400_000)
    const key = { name: 'bench', roles: ['system'], expiresAt, createdBy: 'bench', at: now(), newId, random }
    const made = await createApiKey(tx, key)
    if (isRejection(made)) throw new Error(made.message)
    return made.key
  })
}

/** As the runner does: its lanes in groups, each group one batch at a time. */
async function chargeAll(): Promise<number> {
  const lanes = Array.from({ length: hub.lanes - 1 }, (_, at) => at + 1)
  const work = async (group: number) => {
    let done = 0
    for (;;) {
      const count = await chargeLanes(
        hub.charging,
        lanes.filter((lane) => lane % groups === group),
      )
      if (count === 0) return done
      done += count
    }
  }
  const done = await Promise.all(Array.from({ length: groups }, (_, group) => work(group)))
  return done.reduce((sum, one) => sum + one)
}

function startPosting(): void {
  const log = () => {}
  loops = new Loops(log)
  const settings = { runner: newId(), billing, posting: defaultPostingLimits, idleMs: 200, log }
  startWork(
    hub,
    opened.standing,
    {
      ...settings,
      pullWindowDays: 30,
      pullLeaseMs: 60_000,
      sweepEveryMs: 3_600_000,
      workEveryMs: 60_000,
      eventsKeptMs: 86_400_000,
      outbound: {},
    },
    loops,
  )
}

const counted = `select count(*)::int as works, (count(*) filter (where cost_bucket = 'accepted'))::int as accepted,
  (count(*) filter (where bill_bucket = 'priced'))::int as priced from works where cell = 1 and kind = 'time_entry'`

async function act(told: Told): Promise<Answer> {
  if (told.do === 'bare') {
    const run = bareAppend(store, told.name, bareRows, told.count)
    bareRows += told.count
    const before = process.cpuUsage()
    const started = performance.now()
    await run()
    const used = process.cpuUsage(before)
    return { wallMs: performance.now() - started, nodeMs: (used.user + used.system) / 1000 }
  }
  if (told.do === 'charge') return { done: await chargeAll() }
  if (told.do === 'post') startPosting()
  if (told.do === 'stop_posting') await loops?.close()
  if (told.do === 'count') return (await store.query<Record<string, number>>(counted)).rows[0]!
  return {}
}

process.on('message', (told: Told) => {
  if (told.do === 'end') void serving.stop().then(() => process.exit(0))
  else
    act(told).then(
      (answer) => process.send!(answer),
      (error: unknown) =>
        process.send!({ failed: error instanceof Error ? (error.stack ?? '') : String(error) }),
    )
})
process.once('disconnect', () => process.exit(0))
process.send!({ url: serving.url ?? '', apiKey })
