import { type ChildProcess, spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { ensurePackages, packages, PackagesUnavailable } from './packages.ts'
import { say } from './settings.ts'
import { claimDirectory, down, reset, up } from './systems.ts'

/**
 * `npm run live`: real Tryton and Redmine, then every `*.live.ts` of this folder, one file after the other.
 * A file that needs other books than the last one left resets the systems itself; a new file is picked up by its name.
 * Last, the tests of the console in a real Chromium (`test/browser`), which need a package of the system as well.
 * Options: --keep-figures keeps what the rigs found,
 * --yes agrees to the packages, --keep leaves the systems running, --only=NAME runs the files whose name holds it.
 */
const option = (name: string) => process.argv.find((word) => word === name || word.startsWith(`${name}=`))

const timings: string[] = []
let running: ChildProcess | null = null

async function step<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  say(`${name} ...`)
  const startedAt = performance.now()
  const result = await work()
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  timings.push(`${seconds.padStart(7)} s  ${name}`)
  say(`${name}: ${seconds} s`)
  return result
}

/** No file takes longer; a test that hangs ends the run instead of the patience of its reader. Milliseconds. */
const fileTimeoutMs = 900_000
/** Not asked for where CHROMIUM_PATH names a program. */
const browserPackages = ['chromium', 'fonts-dejavu-core']
const browserFolder = join(import.meta.dirname, '..', 'browser')

function namesIn(folder: string, ending: string): string[] {
  const only = option('--only')?.split('=')[1] ?? ''
  return globSync(`*${ending}`, { cwd: folder })
    .filter((name) => name.includes(only))
    .sort()
}

function testFile(file: string): Promise<boolean> {
  // The runner of `--test` hands no options on to the file.
  const keeps = option('--keep-figures') !== undefined
  const words = keeps ? [file, '--keep-figures'] : ['--test', `--test-timeout=${fileTimeoutMs}`, file]
  const child = spawn(process.execPath, words, { stdio: 'inherit' })
  running = child
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code) => done(code === 0))
  })
}

async function runFiles(folder: string, names: readonly string[]): Promise<string[]> {
  const failed: string[] = []
  for (const name of names) {
    const passed = await step(name, () => testFile(join(folder, name)))
    if (!passed) failed.push(name)
  }
  return failed
}

async function live(): Promise<boolean> {
  const agreed = process.env.CI === 'true' || process.argv.includes('--yes')
  const files = namesIn(import.meta.dirname, '.live.ts')
  const browserFiles = namesIn(browserFolder, '.browser.ts')
  if (files.length + browserFiles.length === 0) throw new Error('no live test has that name')
  const wanted = [
    ...packages,
    ...(browserFiles.length > 0 && !process.env.CHROMIUM_PATH ? browserPackages : []),
  ]
  await step('packages', () => ensurePackages({ agreed, wanted }))
  const failed = files.length === 0 ? [] : await onSystems(files)
  failed.push(...(await runFiles(browserFolder, browserFiles)))
  const count = files.length + browserFiles.length
  say(failed.length === 0 ? `${count} files passed` : `failed: ${failed.join(', ')}`)
  return failed.length === 0
}

async function onSystems(files: readonly string[]): Promise<string[]> {
  const release = claimDirectory()
  process.once('SIGINT', () => {
    say('stopping the systems')
    // Else the test under way would start them again.
    running?.kill('SIGINT')
    down().finally(() => process.exit(130))
  })
  try {
    const systems = await step('systems up', () => up())
    await step('systems reset', () => reset())
    say(`Tryton ${systems.tryton.url}, Redmine ${systems.redmine.url}, month ${systems.month}`)
    return await runFiles(import.meta.dirname, files)
  } finally {
    if (!option('--keep')) await step('systems down', () => down())
    release()
  }
}

const startedAt = performance.now()
try {
  process.exitCode = (await live()) ? 0 : 1
} catch (error) {
  process.exitCode = 1
  say(
    error instanceof PackagesUnavailable ? `live systems are not available: ${error.message}` : String(error),
  )
}
say(`${((performance.now() - startedAt) / 1000).toFixed(1)} s in all\n${timings.join('\n')}`)
