/** Finds the Chromium that the browser tests drive, or has Debian install it where that was agreed to. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, BrowserContextOptions } from 'playwright-core'
import { chromium } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** It asks nobody for anything: no updates, no field trials, no component downloads. */
const switches = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  ...['--disable-component-update', '--disable-sync', '--disable-quic'],
]

export class ChromiumUnavailable extends Error {}

function install(): void {
  const root = process.getuid?.() === 0
  const run = (words: string[]) => {
    const [command, ...rest] = root ? words : ['sudo', '-n', ...words]
    execFileSync(command!, rest, {
      stdio: 'inherit',
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  }
  try {
    run(['apt-get', 'update', '-q'])
    run(['apt-get', 'install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'])
  } catch (cause) {
    throw new ChromiumUnavailable('apt-get could not install chromium. Install it by hand and run again.', {
      cause,
    })
  }
}

/**
 * The path of a Chromium. Where none is found it is installed when `CI` is `true` or `agreed` says so; otherwise,
 * or when it cannot be had, this throws: a browser test that did not run has not passed.
 */
export function findChromium(options: { agreed?: boolean } = {}): string {
  const found = () =>
    [process.env.CHROMIUM_PATH ?? '', ...places].find((path) => path !== '' && existsSync(path))
  const standing = found()
  if (standing !== undefined) return standing
  if (options.agreed !== true && process.env.CI !== 'true') {
    throw new ChromiumUnavailable(
      'No Chromium was found. Install it (apt-get install chromium), or set CHROMIUM_PATH, or agree with --yes.',
    )
  }
  if (spawnSync('apt-get', ['--version']).status !== 0) {
    throw new ChromiumUnavailable('No Chromium was found, and there is no apt-get here to install it with.')
  }
  install()
  const installed = found()
  if (installed === undefined)
    throw new ChromiumUnavailable('chromium was installed, but its program is not found.')
  return installed
}

export type Browser = { readonly context: BrowserContext; close(): Promise<void> }

/** A browser with an empty profile of its own, which is removed at the end. */
export async function openBrowser(options: BrowserContextOptions = {}): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'hourbridge-browser-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    args: switches,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    ...options,
  })
  return {
    context,
    async close() {
      await context.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}
