/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { eventually, Sandbox } from '../tour/sandbox.ts'
import { type Browser, openBrowser } from './chromium.ts'

const answerMs = 20_000
let sandbox: Sandbox
let browser: Browser
let page: Page
const faults: string[] = []

before(async () => {
  sandbox = await Sandbox.create()
  await sandbox.start()
  browser = await openBrowser()
  page = await browser.context.newPage()
  page.setDefaultTimeout(answerMs)
  await page.setViewportSize({ width: 1440, height: 900 })
  page.on('pageerror', (error) => faults.push(error.message))
  await eventually('the month is billed', async () => /^Ready: \d+ draft/m.test(sandbox.text), 180_000)
})

after(async () => {
  await browser?.close()
  await sandbox?.close()
})

const ribbon = () =>
  page.getByRole('note', { name: 'Environment' }).getByText('sandbox', { exact: true }).waitFor()

test('a person signs in, reads a pre-bill, releases it, and sees the number that the ERP gave', async () => {
  await page.goto(sandbox.printed.url)
  await ribbon()
  await page.getByLabel('Mail address').fill('finance@sandbox.example')
  await page.getByLabel('Password', { exact: true }).fill(sandbox.printed.password)
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  await page.goto(`${sandbox.printed.url}/documents`)
  await page.locator('table a').first().click()
  await page.getByRole('heading', { name: /Pre-bill for/ }).waitFor()
  await page.getByRole('button', { name: /^Release/ }).click()
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Release/ })
    .click()
  await page.getByText('Issued', { exact: true }).first().waitFor()
  const number = await eventually('the number of the ERP', async () =>
    /\bHR[EU]-[A-Z0-9-]*\d+/.exec(await page.locator('main').innerText()),
  )
  assert.match(number[0], /\d/)
  assert.deepEqual(faults, [])
})

test('every page of the sandbox says that it is one', async () => {
  for (const path of [
    '/',
    '/runs',
    '/documents',
    '/work',
    '/cases',
    '/adjustments',
    '/connections',
    '/log',
  ]) {
    await page.goto(`${sandbox.printed.url}${path}`)
    await page.locator('h1').first().waitFor()
    await ribbon()
  }
  assert.deepEqual(faults, [])
})

test('an entry tells its way from the source to its amount', async () => {
  // Of a client whose work is priced one by one: what contracts make by themselves has no rate.
  await page.goto(`${sandbox.printed.url}/work?bucket=draft&outcome=bill&clientId=C-001`)
  await page.locator('table a').first().click()
  await page
    .getByText(/Decided by engine/)
    .first()
    .waitFor()
  assert.match(await page.locator('main').innerText(), /The bill rate is [\s\S]*by the precedence/)
  assert.deepEqual(faults, [])
})

test('a case names its cause and its remedy', async () => {
  await page.goto(`${sandbox.printed.url}/cases?code=MISSING_RATE`)
  await page.locator('table a').first().click()
  await page
    .getByText(/Add a rate that is live/)
    .first()
    .waitFor()
  assert.deepEqual(faults, [])
})
