import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { isRoot, run } from './processes.ts'
import { liveDirectory, say, systemPath } from './settings.ts'

export const packages = [
  'postgresql-15',
  'tryton-server',
  'python3-psycopg2',
  'tryton-modules-project-invoice',
  'tryton-modules-project-revenue',
  'tryton-modules-timesheet-cost',
  'tryton-modules-account-invoice',
  'tryton-modules-account-invoice-line-standalone',
  'redmine',
  'redmine-pgsql',
  'puma',
  'nats-server',
] as const

/** Why the packages cannot be had. The run ends with it: nothing is skipped, nothing is pretended. */
export class PackagesUnavailable extends Error {}

const env = { PATH: systemPath, LANG: 'C.UTF-8', DEBIAN_FRONTEND: 'noninteractive' }
const policyFile = '/usr/sbin/policy-rc.d'

export function versionOf(name: string): string | null {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: these placeholders are dpkg-query's own
  const query = spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status} ${Version}', name], {
    env,
    encoding: 'utf8',
  })
  const [status, version] = (query.stdout ?? '').split(' ')
  return query.status === 0 && status === 'installed' && version !== undefined ? version : null
}

export function missingPackages(wanted: readonly string[] = packages): string[] {
  return wanted.filter((name) => versionOf(name) === null)
}

/**
 * Installs what is missing and returns how many packages that were. Refuses with `PackagesUnavailable` when the system
 * is not Debian's, the caller is not root, nobody agreed, or apt cannot deliver.
 */
export async function ensurePackages(options: {
  agreed: boolean
  wanted?: readonly string[]
}): Promise<number> {
  if (!existsSync('/usr/bin/apt-get') || !existsSync('/usr/bin/dpkg-query')) {
    throw new PackagesUnavailable(
      `apt-get is not here. The live systems come from Debian 12 packages: ${packages.join(' ')}`,
    )
  }
  const missing = missingPackages(options.wanted)
  if (missing.length === 0) return 0
  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`
  if (!isRoot()) throw new PackagesUnavailable(`root is needed once, for: ${command}`)
  if (!options.agreed) await ask(missing, command)
  await install(missing)
  const still = missingPackages(missing)
  if (still.length > 0)
    throw new PackagesUnavailable(`apt-get ended well, yet these are not installed: ${still.join(' ')}`)
  return missing.length
}

async function ask(missing: readonly string[], command: string): Promise<void> {
  if (!process.stdin.isTTY) {
    throw new PackagesUnavailable(
      `${missing.length} packages are missing and nobody can be asked. Pass --yes or set CI=true, or run: ${command}`,
    )
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answer = await terminal.question(`The live systems need: ${command}\nInstall now? [y/N] `)
  terminal.close()
  if (!/^y(es)?$/i.test(answer.trim())) throw new PackagesUnavailable('the packages were declined')
}

async function install(missing: readonly string[]): Promise<void> {
  const log = join(liveDirectory(), 'apt.log')
  // apt may be busy with the machine's own updates; it waits for the lock instead of failing.
  const apt = (...args: string[]) =>
    run('/usr/bin/apt-get', ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0', ...args], { log, env })
  const deliverable = () =>
    spawnSync('apt-get', ['install', '-s', '--no-install-recommends', ...missing], { env }).status === 0
  try {
    if (!deliverable()) {
      say('apt does not know the packages yet: apt-get update')
      await apt('update')
      if (!deliverable())
        throw new Error(`no package source offers ${missing.join(' ')}; Debian 12 (bookworm) does`)
    }
    preseed()
    const removePolicy = forbidDaemons()
    try {
      say(`apt-get install of ${missing.length} packages with what they need (log: ${log})`)
      const fetchAndInstall = () => apt('install', '-y', '--no-install-recommends', ...missing)
      // Lists that are known but old name files the mirror has since replaced: fetch them anew, once.
      await fetchAndInstall().catch(() => apt('update').then(fetchAndInstall))
    } finally {
      removePolicy()
    }
  } catch (error) {
    throw new PackagesUnavailable(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

/** Redmine's package would set up a system-wide database of its own; the live instance is private. */
function preseed(): void {
  const answers = [
    'redmine redmine/instances/default/dbconfig-install boolean false',
    'redmine redmine/default-language select en',
  ]
  execFileSync('debconf-set-selections', { env, input: `${answers.join('\n')}\n` })
}

/**
 * The packages ship services that would start on installation. Where the machine has no policy of its own,
 * one that forbids every start stands for the length of the apt run.
 */
function forbidDaemons(): () => void {
  if (existsSync(policyFile)) return () => {}
  writeFileSync(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  const remove = () => rmSync(policyFile, { force: true })
  const leave = () => process.exit(130)
  process.once('exit', remove).once('SIGINT', leave).once('SIGTERM', leave)
  return () => {
    process.off('exit', remove).off('SIGINT', leave).off('SIGTERM', leave)
    remove()
  }
}

if (import.meta.main) {
  const agreed = process.env.CI === 'true' || process.argv.includes('--yes')
  const startedAt = performance.now()
  try {
    const count = await ensurePackages({ agreed })
    say(
      `${count} packages installed in ${((performance.now() - startedAt) / 1000).toFixed(1)} s, ${packages.length} present`,
    )
  } catch (error) {
    if (!(error instanceof PackagesUnavailable)) throw error
    say(`live systems are not available: ${error.message}`)
    process.exitCode = 1
  }
}
