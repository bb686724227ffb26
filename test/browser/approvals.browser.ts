import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import type { Page } from 'playwright-core'
import { buildConsole } from '../../console/build.ts'
import { type Browser, openBrowser } from './chromium.ts'
import { realistic } from './fixture-firm.ts'
import { empty, hostile } from './fixture-hostile.ts'
import { type FixtureServer, problems, startFixture } from './fixture-server.ts'
import { uuid } from './fixture-work.ts'

let fixture: FixtureServer
let browser: Browser
let page: Page
let faults: string[] = []

before(async () => {
  fixture = await startFixture(await buildConsole(), realistic)
  browser = await openBrowser()
  page = await browser.context.newPage()
  page.setDefaultTimeout(12_000)
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('console', (message) => {
    const refused = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !refused) faults.push(`console: ${message.text()}`)
  })
})

after(async () => {
  await browser.close()
  await fixture.close()
})

beforeEach(() => {
  fixture.state = { firm: realistic, signedIn: true, passwordChangeDue: false, refuse: {} }
  faults = []
})

afterEach(() => assert.deepEqual(faults, []))

async function open(path: string): Promise<void> {
  await page.goto(`${fixture.url}${path}`)
  await page.locator('main, h1').first().waitFor()
  await page.waitForLoadState('networkidle')
}

function posted(path: RegExp) {
  return fixture.asked.filter((each) => each.method === 'POST' && path.test(each.path))
}

const proposal = (index: number) => `/approvals/${uuid(8, index)}`

test('the list tells what, who and how much, says where nothing was computed, and leads to the decision', async () => {
  await open('/')
  await page.getByRole('link', { name: 'Approvals' }).click()
  const table = page.getByRole('table', { name: 'Approvals' })
  const rows = table.getByRole('row')
  await rows.nth(5).waitFor()
  assert.match(
    await rows.nth(1).innerText(),
    /Invoice difference[\s\S]*Work or terms that changed[\s\S]*300\.00/,
  )
  assert.match(
    await rows.nth(2).innerText(),
    /jonas\.ebert@firm\.example[\s\S]*\+1,240\.50[\s\S]*Approve or decline/,
  )
  assert.match(await rows.nth(3).innerText(), /not computed[\s\S]*You proposed this/)
  await page.getByRole('link', { name: 'Rates of 2027 for Nordlicht Energie' }).click()
  await page.getByRole('heading', { name: 'Rates of 2027 for Nordlicht Energie' }).waitFor()
})

test('the filter by kind stands in the address and asks the API', async () => {
  await open('/approvals?kind=master_proposal')
  await page.getByText('3 decisions, that is all').waitFor()
  const asked = fixture.asked.findLast((each) => each.path.endsWith('/approvals'))
  assert.equal(asked?.query.get('kind'), 'master_proposal')
  await page.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'Invoice difference' }).click()
  await page.waitForURL(/kind=adjustment/)
  await page.getByText('2 decisions, that is all').waitFor()
})

test('300 decisions are read page by page', async () => {
  fixture.state.firm = hostile
  await open('/approvals')
  await page.getByText('50 decisions so far').waitFor()
  for (let more = 0; more < 5; more += 1) {
    await page.getByRole('button', { name: 'Show more' }).click()
    await page.getByText(`${100 + 50 * more} decisions`).waitFor()
  }
  await page.getByText('300 decisions, that is all').waitFor()
})

test('nothing that waits, and a refused list, say so', async () => {
  fixture.state.firm = empty
  await open('/approvals')
  await page.getByText('Nothing waits for a decision').waitFor()
  fixture.state.refuse = { 'GET approvals': problems.forbidden }
  await open('/approvals')
  await page.getByRole('alert').getByText('The permission is missing').waitFor()
  fixture.state.refuse = {}
  await open(proposal(77))
  await page.getByRole('alert').getByText('There is no such proposal.').waitFor()
})

test('a proposal tells each field in words, and is approved with a note and a key', async () => {
  await open(proposal(0))
  await page.getByText('time and materials became composed').waitFor()
  await page.getByText('S_7 became S_19').waitFor()
  await page.getByText('Line no. 1, limit no. 1, amount: 15000 became 20000').waitFor()
  await page.getByText('2 documents and 14 work entries').waitFor()
  assert.equal(await page.getByText('Project id').count(), 0, 'a field without a value says nothing')
  await page.getByRole('button', { name: 'Approve' }).click()
  const dialog = page.getByRole('dialog')
  assert.equal(await dialog.getByRole('checkbox').count(), 0)
  await dialog.getByLabel('Note').fill('As agreed')
  await dialog.getByRole('button', { name: 'Approve' }).click()
  await dialog.waitFor({ state: 'hidden' })
  const asked = posted(/approve$/).at(-1)!
  assert.equal(asked.path, `/api/v1/master-proposals/${uuid(8, 0)}/approve`)
  assert.deepEqual(asked.body, { note: 'As agreed' })
  assert.match(asked.idempotencyKey ?? '', /^console-/)
})

test('a proposal is not declined without a reason', async () => {
  await open(proposal(0))
  await page.getByRole('button', { name: 'Decline' }).click()
  const dialog = page.getByRole('dialog')
  const decline = dialog.getByRole('button', { name: 'Decline' })
  assert.ok(await decline.isDisabled())
  await dialog.getByLabel('Why it is declined').fill('The cap is too low')
  await decline.click()
  await dialog.waitFor({ state: 'hidden' })
  assert.deepEqual(posted(/decline$/).at(-1)!.body, { note: 'The cap is too low' })
})

test('who proposed it may only withdraw it, and who lacks the permission is told so', async () => {
  await open(proposal(1))
  await page.getByText('You proposed this: somebody else decides.').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Approve' }).count(), 0)
  await page.getByRole('button', { name: 'Withdraw' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  assert.equal(posted(/withdraw$/).length, 1)
  const principal = { ...realistic.session.principal, permissions: ['document.read', 'master.read'] }
  fixture.state.firm = { ...realistic, session: { ...realistic.session, principal } }
  await open(proposal(0))
  await page.getByText('Your roles do not let you decide this.').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Approve' }).count(), 0)
})

test('what was overtaken is approved only by who confirms the present difference', async () => {
  await open(proposal(2))
  await page.getByText('1 record changed since this was proposed').waitFor()
  await page.getByText('changed meanwhile').waitFor()
  await page.getByRole('button', { name: 'Approve' }).click()
  const dialog = page.getByRole('dialog')
  const approve = dialog.getByRole('button', { name: 'Approve' })
  await dialog.getByText('at position 93100').waitFor()
  assert.ok(await approve.isDisabled())
  await dialog.getByRole('checkbox').check()
  await approve.click()
  await dialog.waitFor({ state: 'hidden' })
  assert.deepEqual(posted(/approve$/).at(-1)!.body, { confirmedAt: '93114' })
})

test('what moves while somebody reads is shown in the dialog and has to be confirmed', async () => {
  await open(proposal(0))
  await page.getByRole('button', { name: 'Approve' }).click()
  const overtaken = {
    ...{
      status: 409,
      code: 'PROPOSAL_OVERTAKEN',
      title: 'What the proposal changes is known otherwise by now',
    },
    ...{ detail: 'Since it was proposed, rate R-2026 changed.', remedy: 'Read its difference again.' },
  }
  fixture.state.refuse = { [`POST master-proposals/${uuid(8, 0)}`]: overtaken }
  const [first, ...others] = realistic.proposals
  const moved = [{ kind: 'rate' as const, recordId: 'R-2026', position: '93120' }]
  const difference = { ...first!.difference, asOf: '93121' }
  fixture.state.firm = { ...realistic, proposals: [{ ...first!, moved, difference }, ...others] }
  const dialog = page.getByRole('dialog')
  const approve = dialog.getByRole('button', { name: 'Approve' })
  await approve.click()
  await dialog.getByText('Since it was proposed, rate R-2026 changed.').waitFor()
  await dialog.getByText('at position 93120').waitFor()
  assert.ok(await approve.isDisabled())
  fixture.state.refuse = {}
  await dialog.getByRole('checkbox').check()
  await approve.click()
  await dialog.waitFor({ state: 'hidden' })
  assert.deepEqual(posted(/approve$/).at(-1)!.body, { confirmedAt: '93121' })
})
