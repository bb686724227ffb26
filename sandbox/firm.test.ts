import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { lastDayOf, previousMonth } from './calendar.ts'
import { runSandbox, type Sandbox } from './run-sandbox.ts'
import { signature } from './webhooks.ts'

type Entry = {
  id: string
  version?: number
  hours: string
  worker: string
  date: string
  deleted?: boolean
} & {
  approval: { state: string; approved_at: string | null }
}
type Delivery = { readonly headers: IncomingHttpHeaders; readonly body: string }

const directory = mkdtempSync(join(tmpdir(), 'sandbox-firm-'))
const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`
const deliveries: Delivery[] = []
let refusals = 1
const waiting: (() => void)[] = []
const hub = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    deliveries.push({ headers: request.headers, body })
    response.writeHead(refusals-- > 0 ? 503 : 204).end()
    for (const wake of waiting.splice(0)) wake()
  })
})
let sandbox: Sandbox

async function delivered(count: number): Promise<void> {
  while (deliveries.length < count) await new Promise<void>((wake) => waiting.push(wake))
}

async function feed(limit = 500): Promise<Entry[]> {
  const rows = new Map<string, Entry>()
  let query = `limit=${limit}`
  for (;;) {
    const { body } = await sandbox.call('GET', `/psa/time-entries?${query}`)
    for (const row of body.items as Entry[]) rows.set(row.id, row)
    const next = body.next as { updated_from: string; id_from: string }
    if (body.more !== true) return [...rows.values()]
    query = `limit=${limit}&updated_from=${next.updated_from}&id_from=${next.id_from}`
  }
}

before(async () => {
  await new Promise<void>((ready) => hub.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(hub.address() as AddressInfo).port}/hook`
  sandbox = await runSandbox(directory, ['--hub', url, '--hub-secret', secret])
  await sandbox.act('switches', { autoTrouble: 'off' })
})
after(async () => {
  await sandbox.kill()
  hub.closeAllConnections()
  hub.close()
  rmSync(directory, { recursive: true, force: true })
})

describe('the firm', () => {
  it('books a month of some 2,000 entries, and the feed and the control totals agree', async () => {
    const month = previousMonth(new Date().toISOString().slice(0, 7))
    const rows = await feed()
    assert.ok(rows.length > 1800 && rows.length < 3000, `${rows.length} entries`)
    const inMonth = rows.filter((row) => row.date.startsWith(month))
    const window = `from=${month}-01&to=${lastDayOf(month)}`
    const control = await sandbox.call('GET', `/psa/time-entries/control?${window}`)
    assert.equal(control.body.count, inMonth.length)
    assert.ok(rows.filter((row) => row.approval.state === 'approved').length > rows.length * 0.85)
    assert.ok(rows.some((row) => row.approval.state === 'submitted'))
  })

  it('has every trouble at least once, each where it says', async () => {
    const { body } = await sandbox.call('GET', '/inspect/troubles')
    const entries = new Map((await feed()).map((row) => [row.id, row]))
    const kinds = [
      'closedProject',
      'clientOnHold',
      'missingRate',
      'ambiguousRate',
      'unknownWorker',
      'closedPeriod',
    ]
    for (const kind of [...kinds, 'editedAfterApproval']) {
      const { entries: ids } = body[kind] as { entries: string[] }
      assert.ok(ids.length > 0, kind)
      for (const id of ids) assert.equal(entries.get(id)?.approval.state, 'approved', `${kind} ${id}`)
    }
    const people = (await sandbox.call('GET', '/psa/people?limit=500')).body.items as { id: string }[]
    assert.ok(!people.some((person) => person.id === 'W-909'))
  })

  it('edits an approved entry once, and its approval stands as it was', async () => {
    const { body } = await sandbox.call('GET', '/inspect/troubles')
    const trouble = body.editedAfterApproval as { entries: string[]; hoursAfter: string }
    const read = async () =>
      (await sandbox.call('GET', `/psa/time-entries/${trouble.entries[0]}`)).body as Entry
    const first = await read()
    assert.deepEqual((await sandbox.act('tick')).edited, trouble.entries)
    const second = await read()
    assert.deepEqual([second.hours, second.version], [trouble.hoursAfter, 2])
    assert.deepEqual(second.approval, first.approval)
    assert.deepEqual((await sandbox.act('tick')).edited, [])
  })

  it('signs its webhooks, and one that was refused comes again with the same id', async () => {
    await delivered(2)
    const [refused, repeated] = deliveries as [Delivery, Delivery]
    const id = String(refused.headers['webhook-id'])
    assert.equal(repeated.headers['webhook-id'], id)
    const moment = String(repeated.headers['webhook-timestamp'])
    assert.equal(repeated.headers['webhook-signature'], signature(secret, id, moment, repeated.body))
    const { data } = JSON.parse(repeated.body) as { data: { items: Entry[] } }
    assert.equal(data.items[0]?.version, 2)
  })

  it('pages through rows of one moment without losing one', async () => {
    await sandbox.act('generate-load', { count: 25, announce: false })
    const before = (await feed()).length
    assert.equal((await feed(7)).length, before)
  })

  it('leaves a tombstone in the feed, and hides versions when it is told to', async () => {
    await sandbox.act('delete-entry', { id: 'TE-000010' })
    await sandbox.act('switches', { entryVersions: 'off' })
    const rows = await feed()
    assert.equal(rows.find((row) => row.id === 'TE-000010')?.deleted, true)
    assert.ok(rows.every((row) => row.version === undefined))
    assert.equal((await sandbox.call('GET', '/psa/time-entries/TE-000010')).status, 404)
  })
})
