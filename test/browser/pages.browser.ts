/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import type { Page } from 'playwright-core'
import { buildConsole } from '../../console/build.ts'
import { type Browser, openBrowser } from './chromium.ts'
import { realistic } from './fixture-firm.ts'
import { uuid } from './fixture-work.ts'
import { empty, hostile } from './fixture-hostile.ts'
import { type FixtureServer, problems, startFixture } from './fixture-server.ts'
import { pages } from './look.ts'

/** Longest time for something to appear; the console asks a failing server twice more before it says so. */
const answerMs = 12_000

let fixture: FixtureServer
let browser: Browser
let page: Page
/** Everything a page did that it should not: errors of scripts, refused resources, calls to other hosts. */
let faults: string[] = []

before(async () => {
  fixture = await startFixture(await buildConsole(), realistic)
  browser = await openBrowser()
  page = await browser.context.newPage()
  page.setDefaultTimeout(answerMs)
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // A refused call is reported by the browser itself; the page shows it as a problem.
    const refused = message.text().startsWith('Failed to load resource')
    if (message.type() === 'error' && !refused) faults.push(`console: ${message.text()}`)
  })
  page.on('request', (request) => {
    const foreign = !request.url().startsWith(fixture.url) && !request.url().startsWith('data:')
    if (foreign) faults.push(`call: ${request.url()}`)
  })
})

after(async () => {
  await browser.close()
  await fixture.close()
})

beforeEach(async () => {
  fixture.state = { firm: realistic, signedIn: true, passwordChangeDue: false, refuse: {} }
  faults = []
  await page.setViewportSize({ width: 1440, height: 900 })
})

// Whatever a test was about: no script failed on the way, and nothing was asked of another host.
afterEach(() => assert.deepEqual(faults, []))

async function open(path: string): Promise<void> {
  await page.goto(`${fixture.url}${path}`)
  await page.locator('main, h1').first().waitFor()
  await page.waitForLoadState('networkidle')
}

function lastAsked(method: string, path: RegExp) {
  const found = fixture.asked.findLast((each) => each.method === method && path.test(each.path))
  assert.ok(found, `${method} ${path} was asked`)
  return found
}

/** The widest thing that sticks out of the window, without what scrolls in a frame of its own. */
async function overhang(): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

test('every page stays within the window at three widths, with sound and with hostile data', async (t) => {
  for (const [kind, firm] of Object.entries({ realistic, hostile, empty })) {
    fixture.state.firm = firm
    for (const width of [390, 820, 1440]) {
      await page.setViewportSize({ width, height: 900 })
      for (const [name, path] of Object.entries(pages)) {
        await t.test(`${name} with ${kind} data at ${width} px`, async () => {
          faults = []
          await open(path)
          assert.equal(await page.locator('h1').count(), 1)
          assert.ok((await overhang()) <= 0, `${await overhang()} px stick out`)
          assert.deepEqual(faults, [])
        })
      }
    }
  }
})

test('markup in a name is text', async () => {
  fixture.state.firm = hostile
  await open('/work')
  await page.getByText('<img src=x onerror').first().waitFor()
  assert.equal(await page.evaluate(() => (window as { pwned?: number }).pwned), undefined)
})

test('the environment is named on every page that is not production, before the sign-in too', async () => {
  for (const path of Object.values(pages)) {
    await open(path)
    await page.getByRole('note', { name: 'Environment' }).getByText('sandbox').waitFor()
  }
  fixture.state.signedIn = false
  await open('/')
  await page.getByRole('note', { name: 'Environment' }).getByText('sandbox').waitFor()
})

test('a production installation has no ribbon', async () => {
  const session = {
    ...realistic.session,
    installation: { ...realistic.session.installation, environment: 'production' },
  }
  fixture.state.firm = { ...realistic, session }
  await open('/')
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
  assert.equal(await page.getByRole('note', { name: 'Environment' }).count(), 0)
})

test('whoever is not signed in signs in and lands on the page that was asked for', async () => {
  fixture.state.signedIn = false
  await open('/cases')
  await page.getByLabel('Mail address').fill('ada.brunner@firm.example')
  await page.getByLabel('Password', { exact: true }).fill('wrong')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').getByText('Mail address or password is wrong.').waitFor()
  await page.getByLabel('Password', { exact: true }).fill('right')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Cases' }).waitFor()
})

test('a one-time password has to be replaced before anything else is shown', async () => {
  fixture.state.passwordChangeDue = true
  await open('/')
  await page.getByLabel('Current password').fill('one-time')
  await page.getByLabel('New password', { exact: true }).fill('short')
  await page.getByLabel('New password again').fill('short')
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByText('At least 12 characters').nth(1).waitFor()
  await page.getByLabel('New password', { exact: true }).fill('long enough for this')
  await page.getByLabel('New password again').fill('long enough for this')
  await page.getByRole('button', { name: 'Change password' }).click()
  await page.getByRole('heading', { name: 'Overview' }).waitFor()
})

test('a release shows the amount, names the version that was read, and carries one key over a repeat', async () => {
  fixture.state.refuse = { [`POST documents/${uuid(5, 0)}/release`]: problems.changed }
  await open(`/documents/${uuid(5, 0)}`)
  await page.getByRole('button', { name: 'Release', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('4,760.75').first().waitFor()
  const confirm = dialog.getByRole('button', { name: /^Release/ })
  await confirm.click()
  await dialog.getByText('Read the document again, and release the version').first().waitFor()
  const first = lastAsked('POST', /release$/)
  fixture.state.refuse = {}
  await confirm.click()
  await dialog.waitFor({ state: 'hidden' })
  const second = lastAsked('POST', /release$/)
  assert.deepEqual(second.body, { version: 1 })
  assert.notEqual(second.idempotencyKey, null)
  assert.equal(second.idempotencyKey, first.idempotencyKey)
})

test('who may not release is told so and is not offered it', async () => {
  const principal = { ...realistic.session.principal, permissions: ['document.read', 'work.read'] }
  fixture.state.firm = { ...realistic, session: { ...realistic.session, principal } }
  await open(`/documents/${uuid(5, 0)}`)
  await page.getByText('Waits for somebody who may release').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Release', exact: true }).count(), 0)
  assert.equal(await page.getByRole('link', { name: 'Connections' }).count(), 0)
})

test('a pre-bill opens down to the story of each amount', async () => {
  await open(`/documents/${uuid(5, 0)}`)
  await page.getByRole('button', { name: /Senior consultant, Grid migration/ }).click()
  await page.getByRole('button', { name: /Jonas Ebert/ }).click()
  await page.getByText('lost: the precedence puts its level later').waitFor()
})

test('a total that the ERP computes differently is named to the cent', async () => {
  await open(`/documents/${uuid(5, 3)}`)
  await page.getByText('The ERP differs by +0.01').first().waitFor()
  assert.equal(await page.getByRole('button', { name: 'Release', exact: true }).count(), 0)
})

test('amounts beyond what a floating-point number holds keep every digit', async () => {
  fixture.state.firm = hostile
  await open(`/documents/${uuid(5, 0)}`)
  await page.getByText('123,456,789,012,345,678.99').first().waitFor()
  // 99999999999999.99 of the ERP minus 0.01 predicted.
  await page.getByText('The ERP differs by +99,999,999,999,999.98').waitFor()
})

test('a bucket of the balance leads to its work, and its filter stands in the address', async () => {
  await open('/')
  const bill = page.getByRole('table', { name: 'Bill by bucket' })
  await bill.getByRole('link', { name: 'Held by a case' }).click()
  await page.waitForURL(/\/work\?/)
  assert.equal(new URL(page.url()).searchParams.get('bucket'), 'held')
  await page.getByRole('table', { name: 'Work' }).waitFor()
  const asked = lastAsked('GET', /\/work$/)
  assert.equal(asked.query.get('outcome'), 'bill')
  assert.equal(asked.query.get('bucket'), 'held')
})

test('a long list is read page by page, and a search asks the API', async () => {
  await open('/work')
  await page.getByText('50 entries so far').waitFor()
  await page.getByRole('button', { name: 'Show more' }).click()
  await page.getByText('100 entries so far').waitFor()
  await page.getByLabel('Search').fill('Lindqvist')
  await page.waitForURL(/text=Lindqvist/)
  await page.getByText('20 entries, that is all').waitFor()
})

test('a contract says in words and figures how full its limits are, and what a milestone waits for', async () => {
  await open('/contracts')
  await page.getByLabel('Search').fill('framework')
  await page.waitForURL(/text=framework/)
  await page.getByRole('link', { name: 'Framework agreement 2026' }).first().click()
  await page.getByRole('heading', { name: 'Framework agreement 2026' }).waitFor()
  await page
    .getByRole('img', {
      name: /^Advice, not to exceed: 12,500.00 EUR used, 7,500.00 EUR committed, 0.00 EUR left/,
    })
    .waitFor()
  await page.getByText('1,800.00 EUR found no room: it waits.').waitFor()
  await page.getByText('Still missing: Acceptance report signed; the client accepts it').waitFor()
  await page.getByText('Time at the rates of the cards, up to 20,000.00 EUR; what is over waits.').waitFor()
  await page.getByRole('button', { name: 'Show what was corrected later: 1' }).click()
  await page.getByText('S7 became S19').waitFor()
  await page.getByRole('link', { name: 'Its entries' }).click()
  await page.waitForURL(/\/work\?/)
  assert.equal(lastAsked('GET', /\/work$/).query.get('contractId'), 'K0')
})

test('a run is looked at before it is started', async () => {
  await open('/runs/new')
  await page.getByRole('button', { name: 'Show what it would bill' }).click()
  await page.getByRole('table', { name: 'What the run would bill' }).waitFor()
  assert.equal(
    fixture.asked.filter((each) => each.method === 'POST' && each.path === '/api/v1/runs').length,
    0,
  )
  await page.getByRole('button', { name: 'Start the run: 3 pre-bills' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Start the run' }).click()
  await page.getByRole('heading', { name: /^Run for/ }).waitFor()
  const started = lastAsked('POST', /\/runs$/)
  const { period } = started.body as { period: { from: string; until: string } }
  assert.match(period.from, /^\d{4}-\d{2}-01$/)
  assert.ok(period.from < period.until)
  assert.notEqual(started.idempotencyKey, null)
})

test('a correction needs a reason and sends only what was changed', async () => {
  await open(`/cases/${uuid(4, 0)}`)
  await page.getByRole('button', { name: 'Correct' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Project').click()
  await page.getByRole('option', { name: /Claims portal/ }).click()
  assert.ok(await dialog.getByRole('button', { name: 'Correct' }).isDisabled())
  await dialog.getByLabel('Reason').fill('Booked on the wrong project')
  await dialog.getByRole('button', { name: 'Correct' }).click()
  await dialog.waitFor({ state: 'hidden' })
  assert.deepEqual(lastAsked('POST', /correct$/).body, {
    set: { project: 'P22' },
    reason: 'Booked on the wrong project',
  })
})

test('an entry edited after its approval is approved as it stands, in the revision that was read', async () => {
  await open(`/work/${uuid(3, 7)}`)
  await page.getByRole('button', { name: 'Approve as it stands' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Reason').fill('Seen, the hours are right')
  await dialog.getByRole('button', { name: 'Approve' }).click()
  await dialog.waitFor({ state: 'hidden' })
  const { body } = lastAsked('POST', /approve$/)
  assert.deepEqual(body, { expectedRevision: 1, reason: 'Seen, the hours are right' })
})

test('chosen differences are decided together, with the credit that comes of it', async () => {
  await open('/adjustments')
  await page.getByRole('checkbox', { name: /Jonas Ebert/ }).check()
  await page.getByRole('button', { name: 'Approve' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('\u2212300.00').waitFor()
  await dialog.getByRole('button', { name: 'Approve' }).click()
  await page.getByRole('link', { name: 'The credit waits for release' }).waitFor()
  const { body } = lastAsked('POST', /decide$/)
  assert.deepEqual(body, { decision: 'approve', adjustments: [{ workId: uuid(3, 0), seq: 2 }] })
})

test('the payload of the source is asked for only on demand and keeps its figures as written', async () => {
  const before = fixture.asked.filter((each) => each.path.endsWith('/payload')).length
  await open(`/work/${uuid(3, 0)}`)
  assert.equal(fixture.asked.filter((each) => each.path.endsWith('/payload')).length, before)
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await page.getByText('"hours": 8.00').waitFor()
})

test('a refused page says what is missing and what to do', async () => {
  fixture.state.refuse = { 'GET cases': problems.forbidden }
  await open('/cases')
  await page.getByRole('alert').getByText('needs the permission case.read').waitFor()
  await page.getByText('Ask an administrator').waitFor()
})

test('a contract that does not exist, or that nobody may see, says so', async () => {
  await open('/contracts/none')
  await page.getByRole('alert').getByText('There is no such thing').waitFor()
  fixture.state.refuse = { 'GET contracts': problems.forbidden }
  await open('/contracts')
  await page.getByRole('alert').getByText('The permission is missing').waitFor()
})

test('a failing server is asked again on demand', async () => {
  fixture.state.refuse = { 'GET log': problems.broken }
  await open('/log')
  const again = page.getByRole('button', { name: 'Try again' })
  await again.waitFor({ timeout: 20_000 })
  fixture.state.refuse = {}
  await again.click()
  await page.getByRole('table', { name: 'Log' }).waitFor()
})

test('what does not exist says so', async () => {
  await open(`/documents/${uuid(9, 9)}`)
  await page.getByRole('alert').getByText('There is no such thing').waitFor()
  await open('/nowhere/at/all')
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
})

test('the way to a document needs no mouse', async () => {
  await open('/documents')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Skip to the content')
  await page.getByRole('link', { name: 'Nordlicht Energie AG' }).first().focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /Pre-bill for/ }).waitFor()
})

test('text is readable on its ground in both color schemes', async (t) => {
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    for (const path of [
      '/',
      '/documents',
      `/documents/${uuid(5, 3)}`,
      `/work/${uuid(3, 0)}`,
      '/connections',
      '/contracts',
      '/contracts/K0',
    ]) {
      await t.test(`${path} in ${scheme} colors`, async () => {
        await open(path)
        assert.deepEqual(await page.evaluate(paleTexts), [])
      })
    }
  }
  await page.emulateMedia({ colorScheme: null })
})

/** Texts whose contrast is below 4.5 to 1 (WCAG 2.2, 1.4.3). It runs in the page. */
function paleTexts(): string[] {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!
  const rgba = (color: string, under: number[]): number[] => {
    canvas.fillStyle = `rgb(${under.join(',')})`
    canvas.fillRect(0, 0, 1, 1)
    canvas.fillStyle = color
    canvas.fillRect(0, 0, 1, 1)
    return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)]
  }
  const ground = (element: Element | null): number[] =>
    element === null
      ? [255, 255, 255]
      : rgba(getComputedStyle(element).backgroundColor, ground(element.parentElement))
  const light = (color: number[]) => {
    const [r, g, b] = color.map((value) => {
      const part = value / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    }) as [number, number, number]
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const pale: string[] = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement!
    const shown = element.checkVisibility() && element.getClientRects().length > 0
    if (!shown || node.textContent!.trim() === '' || element.closest('[disabled], [data-disabled], svg'))
      continue
    const behind = ground(element)
    const [a, b] = [light(rgba(getComputedStyle(element).color, behind)), light(behind)]
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
    if (contrast < 4.5) pale.push(`${node.textContent!.trim().slice(0, 40)}: ${contrast.toFixed(2)}`)
  }
  return [...new Set(pale)]
}
