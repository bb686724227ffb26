/** What only the real Tryton shows of the connector: two companies on one connection, and warnings. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openConnection } from '../../src/connectors/sdk/connection.ts'
import type { ConnectionContext } from '../../src/connectors/sdk/connector.ts'
import { ConnectorFault } from '../../src/connectors/sdk/fault.ts'
import type { CostRecord, DraftDocument, TargetReference } from '../../src/connectors/sdk/target.ts'
import { tryton } from '../../src/connectors/tryton/connector.ts'
import { type EgressClient, openEgress } from '../../src/egress/client.ts'
import { day } from '../../src/kernel/dates.ts'
import type { UnderstoodMaster } from '../../src/model/understood.ts'
import { ledgerAdmin } from './ledger-admin.ts'
import { type LiveSystems, reset } from './systems.ts'
import { type TrytonClient, trytonClient } from './tryton-client.ts'

let systems: LiveSystems
let egress: EgressClient
let admin: TrytonClient
const target = tryton.target!
const all = { from: day('0001-01-01'), until: day('9999-12-31') }

before(async () => {
  systems = await reset()
  egress = openEgress({ allow: [new URL(systems.tryton.url).host] })
  admin = await trytonClient(systems.tryton.url, systems.tryton.admin.login, systems.tryton.admin.password)
})
after(() => egress?.close())

const settings = (more: Record<string, string> = {}) => ({
  database: 'tryton',
  user: systems.tryton.integration.login,
  product: 'Consulting',
  owns: 'legal_entities,clients,workers,projects,tasks,periods,tax_codes',
  ...more,
})

function connect(more: Record<string, string> = {}): ConnectionContext {
  return openConnection({
    connector: tryton,
    connectionId: 'live',
    installationId: 'live',
    environment: 'test',
    baseUrl: new URL(systems.tryton.url).origin,
    settings: settings(more),
    secrets: { password: systems.tryton.integration.password },
    egress,
    clock: { now: () => new Date() },
    wait: (ms) => new Promise((done) => setTimeout(done, ms)),
  })
}

async function master(name: string, context = connect()) {
  const understood: Extract<UnderstoodMaster, { understood: true }>[] = []
  for await (const page of tryton.streams.find((stream) => stream.name === name)!.sweep!(context, all)) {
    for (const record of page.records) {
      const result = tryton.mapping.master(name, record.bytes, context.settings)
      assert.ok(result.understood)
      understood.push(result)
    }
  }
  return understood
}

async function reference(stream: string, recordId: string): Promise<TargetReference> {
  const found = (await master(stream)).flatMap((each) => each.references)
  const match = found.find((each) => each.recordId === recordId)
  assert.ok(match, `${stream} ${recordId}`)
  return match
}

test('one connection serves both companies, or only those it names', async () => {
  const bodies = (await master('legal_entities')).flatMap((each) => each.changes)
  const entities = bodies.map((change) =>
    change.kind === 'legal_entity' ? [change.recordId, change.body?.currency] : [],
  )
  assert.deepEqual(entities.toSorted(), [
    ['ACME-DE', 'EUR'],
    ['ACME-UK', 'GBP'],
  ])
  assert.equal((await master('periods')).length, 72)
  assert.equal((await master('periods', connect({ companies: 'ACME-UK' }))).length, 36)
  const clients = (await master('clients')).flatMap((each) => each.changes)
  const active = clients.map((change) => [change.recordId, change.kind === 'client' && change.body?.active])
  assert.deepEqual(active.toSorted(), [
    ['CLI-1001', true],
    ['CLI-1002', true],
    ['CLI-1003', true],
    ['CLI-1004', true],
    ['CLI-1099', false],
  ])
})

test('a person whom both companies employ is booked in the company of the work', async () => {
  const context = connect()
  const person = (await master('workers'))
    .flatMap((each) => each.references)
    .filter((each) => each.recordId === 'E-301')
  assert.equal(person.length, 2)
  const bodies = (await master('workers'))
    .flatMap((each) => each.changes)
    .filter((each) => each.recordId === 'E-301')
  assert.deepEqual(bodies[0], bodies[1])
  const workOn = day(`${systems.month}-05`)
  const records: CostRecord[] = []
  for (const [company, project] of [
    ['ACME-DE', 'rail-data'],
    ['ACME-UK', 'rail-support'],
  ] as const) {
    for (const worker of person) {
      records.push({
        key: crypto.randomUUID(),
        company: await reference('legal_entities', company),
        worker,
        project: await reference('projects', project),
        task: null,
        workOn,
        hours: '0.33',
        billable: true,
        description: 'two companies',
      })
    }
  }
  const outcomes = await target.writeCosts(context, records)
  assert.deepEqual(
    outcomes.map((each) => each.outcome),
    ['accepted', 'accepted', 'accepted', 'accepted'],
  )
  const lines = await admin.read(
    'timesheet.line',
    [['description', '=', 'two companies']],
    ['company', 'employee.company'],
  )
  for (const line of lines) assert.equal(line.company, (line['employee.'] as { company: number }).company)
  const alien = { ...records[0]!, key: crypto.randomUUID(), company: records[2]!.company }
  const [refused] = await target.writeCosts(context, [alien])
  assert.equal(refused?.outcome, 'refused')
})

async function draft(reference_: string, accountingOn: string): Promise<DraftDocument> {
  const amount = { minor: 12_000n, currency: 'EUR' }
  const line = {
    lineNo: 1,
    description: 'x',
    quantity: '1',
    unitPrice: '120',
    amount,
    taxCode: 'ACME-DE/VAT EUR',
    project: null,
  }
  return {
    reference: reference_,
    kind: 'invoice',
    company: await reference('legal_entities', 'ACME-DE'),
    client: await reference('clients', 'CLI-1001'),
    currency: 'EUR',
    description: 'Warnings',
    accountingOn: day(accountingOn),
    corrects: null,
    lines: [line],
  }
}

test('a warning that is not listed stops a post, a listed one is confirmed', async () => {
  const context = connect()
  const made = await target.createDraft(context, await draft('warned', `${systems.month}-05`))
  // Due in the past: Tryton asks for a confirmation.
  await admin.write('account.invoice', [Number(made.externalId)], {
    invoice_date: {
      __class__: 'date',
      year: Number(systems.month.slice(0, 4)),
      month: Number(systems.month.slice(5)),
      day: 5,
    },
    payment_term_date: null,
  })
  const strict = connect({ acceptedWarnings: 'none_of_these' })
  await assert.rejects(target.postDocument(strict, made.externalId), (error) => {
    assert.ok(error instanceof ConnectorFault)
    assert.deepEqual([error.faultClass, error.effect], ['business_rejected', 'none'])
    assert.match(error.publicMessage, /payment date/)
    return true
  })
  assert.equal((await target.readDocument(context, made.externalId))?.state, 'draft')
  const issued = await target.postDocument(context, made.externalId)
  assert.deepEqual([issued.state, issued.ledgerOn], ['issued', `${systems.month}-05`])
})

test('a number that would come out of order is refused by the ERP, and nothing is issued', async () => {
  const context = connect()
  const later = await target.createDraft(context, await draft('later', `${systems.month}-20`))
  await target.postDocument(context, later.externalId)
  const earlier = await target.createDraft(context, await draft('earlier', `${systems.month}-06`))
  await assert.rejects(target.postDocument(context, earlier.externalId), (error) => {
    assert.ok(error instanceof ConnectorFault)
    assert.deepEqual([error.faultClass, error.effect], ['business_rejected', 'none'])
    assert.match(error.message, /accounting date after/)
    return true
  })
  assert.equal((await target.readDocument(context, earlier.externalId))?.number, null)
})

test('a closed period and its reopening show in the stream of periods at the next reading', async () => {
  const ledger = ledgerAdmin(admin)
  const on = day(`${systems.month}-05`)
  const status = async () => {
    const changes = (await master('periods')).flatMap((each) => each.changes)
    const found = changes.find((change) => change.recordId === `ACME-UK/${systems.month}-01`)
    return found?.kind === 'period' ? found.body?.status : undefined
  }
  assert.equal(await status(), 'open')
  await ledger.closePeriod('ACME-UK', on)
  assert.equal(await status(), 'closed')
  await ledger.reopenPeriod('ACME-UK', on)
  assert.equal(await status(), 'open')
  assert.ok(tryton.streams.find((stream) => stream.name === 'periods')!.everyMs < 60_000)
})
