import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { createApiKey } from '../../src/access/api-keys.ts'
import { readConfig } from '../../src/config.ts'
import { isRejection } from '../../src/kernel/errors.ts'
import { recordMasters } from '../../src/masterdata/record.ts'
import { connectors } from '../../src/runner/connectors.ts'
import { type Opened, openInstalled } from '../../src/runner/installation.ts'
import { serve, type Serving } from '../../src/runner/serve.ts'
import { type EmbeddedServer, startEmbedded } from '../../src/store/embedded.ts'
import { freePort } from '../crash/grounds.ts'
import { shortLimits, victimEnvironment } from '../crash/settings.ts'
import { entry, smallFirm } from '../support/firm.ts'

const goneMs = 2_000
/** A call that is not taken by then never will be. */
const patienceMs = 60_000
let home: string
let server: EmbeddedServer
let opened: Opened
let serving: Serving
let key: string
let url: string
const settings = { port: '' }
const launch = () => startEmbedded({ home, name: 'hourbridge', log: () => {}, settings })

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'hourbridge-gone-'))
  await chmod(home, 0o755)
  settings.port = String(await freePort())
  server = await launch()
  const port = await freePort()
  const environment = victimEnvironment({
    ...{ home, databaseUrl: server.url, durable: true, port, firm: 'http://127.0.0.1:1' },
  })
  const { config } = readConfig(environment)
  opened = await openInstalled({ config: config!, connectors, role: 'all', migrates: true, log: () => {} })
  serving = await serve(opened, {
    ...{ role: 'all', version: 'drill', consoleDirectory: null, idleMs: 50 },
    limits: shortLimits,
  })
  url = serving.url!
  const { store, cell, vault, now, newId, random } = opened.hub.parts
  const source = { connectionId: 'hub', principal: 'drill', at: now(), cause: null }
  await store.transaction((tx) => recordMasters(tx, cell, vault, smallFirm, [], source))
  const made = await createApiKey(store, {
    ...{ name: 'drill', roles: ['system'], expiresAt: new Date(Date.now() + 1e7), createdBy: 'drill' },
    ...{ at: now(), newId, random },
  })
  if (isRejection(made)) throw new Error(made.message)
  key = made.key
})
after(async () => {
  await serving?.stop()
  await server?.stop()
  await rm(home, { recursive: true, force: true })
})

async function send(id: string): Promise<Response> {
  return fetch(`${url}/api/v1/time-entries`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'idempotency-key': id, 'content-type': 'application/json' },
    body: JSON.stringify(entry(id)),
    signal: AbortSignal.timeout(8_000),
  })
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Calls while `trouble` lasts; each that was refused is repeated under its key until it is taken. */
async function callDuring(trouble: () => Promise<void>) {
  const answers: { status: number; retryAfter: string | null; code: string | null }[] = []
  const sent: string[] = []
  let over = false
  const end = performance.now() + patienceMs
  const callers = Array.from({ length: 4 }, async () => {
    while (!over) {
      const id = randomUUID()
      sent.push(id)
      for (;;) {
        if (performance.now() > end) throw new Error(`not taken: ${JSON.stringify(answers.at(-1))}`)
        const answer = await send(id)
        const { code = null } = (await answer.json()) as { code?: string }
        answers.push({ status: answer.status, retryAfter: answer.headers.get('retry-after'), code })
        // 200 where the first call was kept and only its answer was lost.
        if (answer.ok) break
        await pause(50)
      }
    }
  })
  const called = Promise.all(callers)
  // Whoever fails meanwhile is told at the end.
  called.catch(() => {})
  await pause(200)
  await trouble()
  await pause(200)
  over = true
  await called
  return { answers, sent }
}

async function settled(sent: readonly string[]) {
  const { store } = opened.hub.parts
  const end = performance.now() + 12_000
  for (;;) {
    const { rows } = await store.query<{ events: number; works: number }>(
      `select (select count(*)::int from events where cell = 1 and source_id = any($1)) as events,
         (select count(*)::int from works where cell = 1 and source_id = any($1)) as works`,
      [sent],
    )
    if (rows[0]!.works === sent.length || performance.now() > end) return rows[0]!
    await pause(50)
  }
}

for (const [what, trouble] of [
  [
    'a database that is gone for seconds',
    async () => {
      await server.stop()
      await pause(goneMs)
      server = await launch()
    },
  ],
  [
    'a database that ends every connection again and again',
    async () => {
      for (let round = 0; round < 10; round += 1) {
        const end = `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`
        await opened.hub.parts.store.query(end).catch(() => {})
        await pause(100)
      }
    },
  ],
] as const)
  test(`${what} is a 503 with Retry-After; everything is taken once when it is repeated, and runners go on`, async () => {
    const { answers, sent } = await callDuring(trouble)
    const refused = answers.filter((one) => one.status >= 300)
    assert.ok(refused.length > 0, 'the trouble was felt')
    const strange = refused.filter(
      (one) => !(one.status === 503 && one.retryAfter !== null) && one.code !== 'IDEMPOTENCY_IN_FLIGHT',
    )
    assert.deepEqual(strange, [])
    assert.deepEqual(await settled(sent), { events: sent.length, works: sent.length })
  })
