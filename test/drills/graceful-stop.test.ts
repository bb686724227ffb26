import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { createApiKey } from '../../src/access/api-keys.ts'
import { readConfig } from '../../src/config.ts'
import { isRejection } from '../../src/kernel/errors.ts'
import { putConnection } from '../../src/masterdata/connections.ts'
import { connectors } from '../../src/runner/connectors.ts'
import { openInstalled } from '../../src/runner/installation.ts'
import { freePort } from '../crash/grounds.ts'
import { victimEnvironment } from '../crash/settings.ts'
import { createTestDatabase } from '../support/database.ts'
import { entry } from '../support/firm.ts'

const program = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const stopsWithinMs = 10_000

/** A process of the product under calls of eight clients, whose source answers only when told; then `end` ends it. */
async function underLoad(
  end: (child: ReturnType<typeof spawn>, answer: () => void) => Promise<void>,
): Promise<{ code: number | null; tookMs: number; leases: number; acknowledged: number; lost: number }> {
  const database = await createTestDatabase()
  const home = await mkdtemp(join(tmpdir(), 'hourbridge-stop-'))
  const held: ServerResponse[] = []
  let answering = false
  const slow = createServer((_, reply) => {
    if (answering) reply.writeHead(503).end()
    else held.push(reply)
  })
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
  const firm = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`
  const port = await freePort()
  const environment = victimEnvironment({ home, databaseUrl: database.url, durable: false, port, firm })
  const { config } = readConfig(environment)
  const opened = await openInstalled({
    ...{ config: config!, connectors, role: 'drill', migrates: true, log: () => {} },
  })
  const { parts } = opened.hub
  const { store, now, newId, random } = parts
  const made = await createApiKey(store, {
    ...{ name: 'drill', roles: ['system'], expiresAt: new Date(Date.now() + 1e7), createdBy: 'drill' },
    ...{ at: now(), newId, random },
  })
  if (isRejection(made)) throw new Error(made.message)
  const connection = { connectionId: 'firm', connector: 'plain', name: 'Slow', baseUrl: firm, settings: {} }
  await store.transaction((tx) =>
    putConnection(
      tx,
      1,
      parts,
      { ...connection, simulated: true, enabled: true },
      { apiKey: 'sandbox-api-key' },
      now(),
    ),
  )
  const child = spawn(process.execPath, [program, 'serve', '--role', 'all'], {
    env: environment,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const exit = once(child, 'exit') as Promise<[number | null]>
  try {
    await once(child.stdout!, 'data')
    const acknowledged = new Set<string>()
    let over = false
    const callers = Array.from({ length: 8 }, async () => {
      while (!over) {
        const id = randomUUID()
        const answer = await fetch(`http://127.0.0.1:${port}/api/v1/time-entries`, {
          method: 'POST',
          headers: {
            authorization: `Bearer ${made.key}`,
            'idempotency-key': id,
            'content-type': 'application/json',
          },
          body: JSON.stringify(entry(id)),
        }).catch(() => null)
        if (answer === null) return
        if (answer.status === 201) acknowledged.add(id)
        await answer.arrayBuffer().catch(() => null)
      }
    })
    while (acknowledged.size < 50 || held.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 20))
    const started = performance.now()
    await end(child, () => {
      answering = true
      for (const reply of held) reply.writeHead(503).end()
    })
    const [code] = await exit
    const tookMs = performance.now() - started
    over = true
    await Promise.all(callers)
    const count = async (sql: string) => (await store.query<{ n: number }>(sql)).rows[0]!.n
    const leases = await count(
      `select ((select count(*) from source_pulls where cell = 1 and leased_until is not null)
        + (select count(*) from posting_lanes where cell = 1 and runner is not null)
        + (select count(*) from event_subscriptions where cell = 1 and runner is not null))::int as n`,
    )
    const { rows } = await store.query<{ id: string }>('select source_id as id from events where cell = 1')
    const kept = new Set(rows.map((row) => row.id))
    const lost = [...acknowledged].filter((id) => !kept.has(id)).length
    return { code, tookMs, leases, acknowledged: acknowledged.size, lost }
  } finally {
    child.kill('SIGKILL')
    slow.closeAllConnections()
    slow.close()
    await opened.close()
    await database.drop()
    await rm(home, { recursive: true, force: true })
  }
}

test('SIGTERM under load ends calls and rounds under way, gives every lease back and exits with 0', async () => {
  const told = await underLoad(async (child, answer) => {
    child.kill('SIGTERM')
    answer()
  })
  assert.equal(told.code, 0)
  assert.ok(told.tookMs < stopsWithinMs, `${told.tookMs} ms`)
  assert.deepEqual([told.leases, told.lost], [0, 0])
})

test('a second SIGTERM ends at once what waits for an answer; nothing acknowledged is lost', async () => {
  const told = await underLoad(async (child) => {
    child.kill('SIGTERM')
    await new Promise((resolve) => setTimeout(resolve, 1_300))
    assert.equal(child.exitCode, null, 'it waits for the answer')
    child.kill('SIGTERM')
  })
  assert.equal(told.code, 1)
  assert.ok(told.tookMs < 3_000, `${told.tookMs} ms`)
  assert.equal(told.lost, 0)
})

test('a process that is killed instead leaves leases behind, and is seen to', async () => {
  const told = await underLoad(async (child) => {
    child.kill('SIGKILL')
  })
  assert.ok(told.leases > 0)
  assert.equal(told.lost, 0)
})
