import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { clients, companies, entries, people, projects } from './firm.ts'
import { ledgerAdmin } from './ledger-admin.ts'
import { redmineClient } from './redmine-client.ts'
import { type LiveSystems, reset, up } from './systems.ts'
import { type TrytonClient, trytonClient } from './tryton-client.ts'

let systems: LiveSystems
let integration: TrytonClient
let admin: TrytonClient

before(async () => {
  systems = await reset()
  const { tryton } = systems
  integration = await trytonClient(tryton.url, tryton.integration.login, tryton.integration.password)
  admin = await trytonClient(tryton.url, tryton.admin.login, tryton.admin.password)
})

test('a second start finds both systems running at the same addresses', async () => {
  assert.deepEqual(await up(), systems)
})

test('the integration user sees both companies with their currencies', async () => {
  const rows = await integration.read('company.company', [], ['party.code', 'currency.code'])
  const seen = rows.map((row) => [row['party.'], row['currency.']] as [{ code: string }, { code: string }])
  assert.deepEqual(
    seen.map(([party, currency]) => [party.code, currency.code]),
    companies.map((company) => [company.code, company.currency]),
  )
})

test('the billed month is open in both ledgers and the month before it is closed', async () => {
  const ledger = ledgerAdmin(admin)
  const [year, month] = systems.month.split('-').map(Number) as [number, number]
  const closed = new Date(Date.UTC(year, month - 2, 15)).toISOString().slice(0, 10)
  for (const { code } of companies) {
    assert.equal(await ledger.periodState(code, `${systems.month}-15`), 'open')
    assert.equal(await ledger.periodState(code, closed), 'close')
  }
})

test('a period can be closed and reopened by the admin and not by the integration user', async () => {
  const on = `${systems.month}-15`
  const ledger = ledgerAdmin(admin)
  await assert.rejects(ledgerAdmin(integration).closePeriod('ACME-UK', on), /not allowed/)
  await ledger.closePeriod('ACME-UK', on)
  assert.equal(await ledger.periodState('ACME-UK', on), 'close')
  assert.equal(await ledger.periodState('ACME-DE', on), 'open')
  await ledger.reopenPeriod('ACME-UK', on)
  assert.equal(await ledger.periodState('ACME-UK', on), 'open')
})

test('every client has its code in Tryton and the inactive one is hidden', async () => {
  const codes = clients.map(({ code }) => code)
  const domain = [['code', 'in', codes]]
  const active = await integration.read('party.party', domain, ['code'])
  const all = await integration.read('party.party', [...domain, ['active', 'in', [true, false]]], ['code'])
  assert.deepEqual(
    all.map((row) => row.code),
    codes,
  )
  assert.deepEqual(
    active.map((row) => row.code),
    codes.filter((code) => code !== 'CLI-1099'),
  )
})

test('every person is an employee of each of their companies', async () => {
  const rows = await integration.read('company.employee', [], ['party.code', 'company.party.code'])
  const seen = rows.map((row) => {
    const company = row['company.'] as { 'party.': { code: string } }
    return `${(row['party.'] as { code: string }).code} ${company['party.'].code}`
  })
  const codeOf = new Map(companies.map(({ key, code }) => [key, code]))
  const wanted = people.flatMap((who) => who.companies.map((key) => `${who.code} ${codeOf.get(key)}`))
  assert.deepEqual(seen.sort(), wanted.sort())
})

test('every project of Redmine is found in Tryton by its first word and has one timesheet work', async () => {
  for (const { code } of projects) {
    const found = await integration.read('project.work', [['name', 'like', `${code} %`]], ['timesheet_works'])
    assert.equal(found.length, 1, code)
    assert.equal((found[0]!.timesheet_works as number[]).length, 1, code)
  }
})

test('Redmine holds 130 approved entries of the month and eight that are not, two of them never marked', async () => {
  const client = redmineClient(systems.redmine)
  const seeded = entries(systems.month)
  const pages = [await client.list('limit=100'), await client.list('limit=100&offset=100')]
  assert.equal(pages[0]?.total_count, seeded.length)
  const marks = pages.flatMap((page) =>
    page.time_entries.map((entry) => entry.custom_fields.find(({ name }) => name === 'approved')?.value),
  )
  const count = (value: unknown) => marks.filter((mark) => mark === value).length
  assert.deepEqual([count('1'), count('0'), marks.length], [130, 6, 138])
  assert.equal(count('') + count(null), 2)
  assert.ok(
    pages.flatMap((page) => page.time_entries).every((entry) => entry.spent_on.startsWith(systems.month)),
  )
})

test('twenty minutes are shown as 0.33 h, and an entry can be added, edited, approved and removed', async () => {
  const client = redmineClient(systems.redmine)
  const on = `${systems.month}-09`
  const made = {
    project: 'claims-portal',
    login: 'piers.wetherlock',
    on,
    hours: '0:20',
    comments: 'Late note',
  }
  const id = await client.add({ ...made, approved: false })
  assert.equal((await client.entry(id))?.hours, 0.33)
  await client.edit(id, { hours: '1.25' })
  await client.approve(id, true)
  const changed = await client.entry(id)
  assert.equal(changed?.hours, 1.25)
  assert.equal(changed?.custom_fields[0]?.value, '1')
  assert.equal(changed?.user.name, 'Piers Wetherlock')
  await client.remove(id)
  assert.equal(await client.entry(id), null)
})
