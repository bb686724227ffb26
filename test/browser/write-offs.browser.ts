import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import type { Page } from 'playwright-core'
import { buildConsole } from '../../console/build.ts'
import { type Browser, openBrowser } from './chromium.ts'
import { realistic } from './fixture-firm.ts'
import { type FixtureServer, startFixture } from './fixture-server.ts'
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
    if (message.type() === 'error') faults.push(`console: ${message.text()}`)
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
const posted = (path: RegExp) =>
  fixture.asked.findLast((each) => each.method === 'POST' && path.test(each.path))!

for (const width of [390, 820, 1440])
  test(`an entry is written down from its page at ${width} pixels, with its effect before it is proposed`, async () => {
    await page.setViewportSize({ width, height: 900 })
    await open(`/work/${uuid(3, 0)}`)
    await page.getByText('Write-down to 1,200.00').waitFor()
    await page.getByRole('button', { name: 'Write up or down' }).click()
    const dialog = page.getByRole('dialog')
    const propose = dialog.getByRole('button', { name: 'Propose' })
    assert.ok(await propose.isDisabled())
    await dialog.getByRole('textbox', { name: 'Percent' }).fill('12.5')
    await dialog.getByText(/180\.00/).waitFor()
    assert.ok(await propose.isDisabled(), 'nobody writes down without a reason')
    await dialog.getByRole('combobox', { name: 'Reason' }).click()
    await page.getByRole('option', { name: 'A courtesy to the client' }).click()
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    assert.equal(wide, 0)
    await propose.click()
    await dialog.waitFor({ state: 'hidden' })
    const { body, idempotencyKey } = posted(/bill-adjustments$/)
    const works = [uuid(3, 0)]
    assert.deepEqual(body, { what: 'write_down', works, reason: 'goodwill', byPercent: '12.5' })
    assert.match(idempotencyKey ?? '', /^console-/)
  })

test('it waits among the approvals, and is approved with the amounts that were looked at', async () => {
  await open('/approvals')
  await page.getByRole('link', { name: 'Write down 2 entries of Nordlicht Energie' }).click()
  await page.getByText('The kick-off was longer than we sold it.').waitFor()
  await page.getByRole('button', { name: 'Approve' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(/180\.00/).waitFor()
  await dialog.getByRole('button', { name: 'Approve' }).click()
  await dialog.waitFor({ state: 'hidden' })
  const { confirmed } = posted(/approve$/).body as { confirmed: { amount: string }[] }
  assert.deepEqual(
    confirmed.map((one) => one.amount),
    ['-180.00', '-95.50'],
  )
})

test('its author withdraws it and does not decide, and what was approved is taken back with a reason', async () => {
  await open(`/write-offs/${uuid(9, 1)}`)
  await page.getByText('You proposed this: somebody else decides.').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Approve' }).count(), 0)
  await page.getByRole('button', { name: 'Withdraw' }).waitFor()
  await open(`/write-offs/${uuid(9, 2)}`)
  await page.getByRole('button', { name: 'Take back' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: 'Reason' }).click()
  await page.getByRole('option', { name: 'Other: say it in the note' }).click()
  const propose = dialog.getByRole('button', { name: 'Propose' })
  assert.ok(await propose.isDisabled())
  await dialog.getByLabel('Note').fill('Paid after all')
  await propose.click()
  await dialog.waitFor({ state: 'hidden' })
  assert.deepEqual(posted(/take-back$/).body, { reason: 'other', note: 'Paid after all' })
})
