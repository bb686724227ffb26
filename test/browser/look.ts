/**
 * Takes a picture of every page at three widths, for a person to look at.
 * Usage: node test/browser/look.ts DIRECTORY [--firm=realistic|hostile|empty] [--dark] [--only=NAME] [--widths=390,1440]
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { buildConsole } from '../../console/build.ts'
import { openBrowser } from './chromium.ts'
import { realistic } from './fixture-firm.ts'
import { uuid } from './fixture-work.ts'
import { empty, hostile } from './fixture-hostile.ts'
import { startFixture } from './fixture-server.ts'

const firms = { realistic, hostile, empty }
export const pages: Readonly<Record<string, string>> = {
  overview: '/',
  runs: '/runs',
  'new-run': '/runs/new',
  run: `/runs/${uuid(6, 1)}`,
  documents: '/documents',
  document: `/documents/${uuid(5, 0)}`,
  blocked: `/documents/${uuid(5, 3)}`,
  contracts: '/contracts',
  contract: '/contracts/K0',
  bare: '/contracts/K8',
  work: '/work',
  entry: `/work/${uuid(3, 4)}`,
  priced: `/work/${uuid(3, 0)}`,
  cases: '/cases',
  case: `/cases/${uuid(4, 0)}`,
  approvals: '/approvals',
  proposal: `/approvals/${uuid(8, 0)}`,
  overtaken: `/approvals/${uuid(8, 2)}`,
  adjustments: '/adjustments',
  'write-off': `/write-offs/${uuid(9, 0)}`,
  connections: '/connections',
  log: '/log',
}

function option(name: string): string | undefined {
  return process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1]
}

if (import.meta.main) {
  const directory = process.argv[2]!
  await mkdir(directory, { recursive: true })
  const firm = firms[(option('firm') ?? 'realistic') as keyof typeof firms]
  const fixture = await startFixture(await buildConsole(), firm)
  const browser = await openBrowser({ colorScheme: process.argv.includes('--dark') ? 'dark' : 'light' })
  const page = await browser.context.newPage()
  try {
    for (const width of (option('widths') ?? '390,820,1440').split(',').map(Number)) {
      await page.setViewportSize({ width, height: 900 })
      for (const [name, path] of Object.entries(pages)) {
        if (!name.includes(option('only') ?? '')) continue
        await page.goto(`${fixture.url}${path}`)
        await page.waitForLoadState('networkidle')
        await page.screenshot({ path: join(directory, `${name}-${width}.png`), fullPage: true })
      }
    }
  } finally {
    await browser.close()
    await fixture.close()
  }
}
