import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { readBooks, sumsOf } from './books.ts'
import { draftInvoice } from './draft-invoice.ts'
import { expectedSums, type PricedEntry, pricedEntries, twoDecimals } from './expected-sums.ts'
import { ledgerAdmin } from './ledger-admin.ts'
import { type LiveSystems, reset } from './systems.ts'
import { date, type TrytonClient, trytonClient } from './tryton-client.ts'

let systems: LiveSystems
let integration: TrytonClient
let ledger: ReturnType<typeof ledgerAdmin>

before(async () => {
  systems = await reset()
  const { url, integration: hub, admin } = systems.tryton
  integration = await trytonClient(url, hub.login, hub.password)
  ledger = ledgerAdmin(await trytonClient(url, admin.login, admin.password))
})

const source = () => ({ url: systems.redmine.url, apiKey: systems.redmine.hubKey })
const one = { company: 'ACME-DE', client: 'CLI-1001', reference: 'tooling' }
const invoices = async (reference: string) =>
  (await readBooks(integration)).invoices.filter((invoice) => invoice.reference === reference)

test('books written by hand from the priced entries give back the expected sums, to the cent', async () => {
  const entries = await pricedEntries(source(), systems.month)
  await bookTime(entries)
  for (const group of Map.groupBy(entries, (entry) => `${entry.company} ${entry.client}`).values()) {
    const { company, client } = group[0]!
    const lines = group
      .filter((entry) => entry.rate !== null)
      .map((entry) => ({
        description: `entry ${entry.id}`,
        quantity: 1,
        unitPrice: twoDecimals(entry.amount),
      }))
    if (client === null || lines.length === 0) continue
    const draft = await draftInvoice(integration, { company, client, reference: 'month', lines })
    await integration.press('account.invoice', 'post', [draft])
  }
  const books = await readBooks(integration)
  assert.deepEqual(sumsOf(books, { states: ['posted'] }), await expectedSums(source(), systems.month))
  assert.deepEqual(books.invoices.map((invoice) => invoice.number?.replace(/\d{4}-/, '')).sort(), [
    'DE-00001',
    'DE-00002',
    'UK-00001',
    'UK-00002',
  ])
})

test('a wrong cent in one line is a difference in the sums', async () => {
  const before = sumsOf(await readBooks(integration))
  await draftInvoice(integration, {
    ...one,
    lines: [{ description: 'extra', quantity: 1, unitPrice: '0.01' }],
  })
  assert.notDeepEqual(sumsOf(await readBooks(integration)), before)
})

test('a draft can be changed and deleted behind the back of its maker', async () => {
  const lines = [{ description: 'work', quantity: 2, unitPrice: '100.00' }]
  const id = await draftInvoice(integration, { ...one, reference: 'edited', lines })
  await ledger.editDraft(id, '90.00')
  assert.deepEqual(
    (await invoices('edited')).map(({ untaxed }) => Number(untaxed)),
    [180],
  )
  await ledger.deleteDraft(id)
  assert.deepEqual(await invoices('edited'), [])
})

test('a line of half a cent is rounded to the even cent by Tryton, not away from zero', async () => {
  const lines = [{ description: '0.33 h', quantity: 0.33, unitPrice: '190.50' }]
  await draftInvoice(integration, { ...one, reference: 'half', lines })
  const [draft] = await invoices('half')
  assert.equal(Number(draft?.untaxed), 62.86)
  const even = [{ description: '0.05 h', quantity: 0.05, unitPrice: '190.50' }]
  await draftInvoice(integration, { ...one, reference: 'even', lines: even })
  assert.equal(Number((await invoices('even'))[0]?.untaxed), 9.52)
})

/** One timesheet line per entry, in its company, on its project, by its person. */
async function bookTime(entries: readonly PricedEntry[]): Promise<void> {
  const employees = await integration.read('company.employee', [], ['company', 'party.code'])
  const works = await integration.read('project.work', [], ['name', 'timesheet_works'])
  const employeeOf = (company: number, person: string) =>
    employees.find((row) => row.company === company && codeOf(row) === person)!.id
  const workOf = (project: string) => {
    const work = works.find((row) => (row.name as string).startsWith(`${project} `))!
    return (work.timesheet_works as number[])[0]
  }
  for (const row of await integration.read('company.company', [], ['party.code'])) {
    integration.enter(row.id)
    const lines = entries
      .filter((entry) => entry.company === codeOf(row))
      .map((entry) => ({
        company: row.id,
        employee: employeeOf(row.id, entry.person),
        work: workOf(entry.project),
        date: date(entry.on),
        duration: { __class__: 'timedelta', seconds: Number(entry.hundredths * 36n) },
        uuid: `00000000-0000-5000-8000-${String(entry.id).padStart(12, '0')}`,
      }))
    await integration.call('model.timesheet.line.create', lines)
  }
}

function codeOf(row: Record<string, unknown>): string {
  return (row['party.'] as { code: string }).code
}
