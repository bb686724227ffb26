import { type ChildProcess, spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { ensurePackages, PackagesUnavailable } from './packages.ts'
import { say } from './settings.ts'
import { claimDirectory, down, reset, up } from './systems.ts'

/**
 * `npm run live`: real Tryton and Redmine, then every `*.live.ts` of this folder, one file after the other.
 * A file that needs other books than the last one left resets the systems itself; a new file is picked up by its name.
 * Options: --yes agrees to the packages, --keep leaves the systems running, --only=NAME runs the files whose name holds it.
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

function testFile(file: string): Promise<boolean> {
  const child = spawn(process.execPath, ['--test', '--test-timeout=300000', file], { stdio: 'inherit' })
  running = child
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('exit', (code) => done(code === 0))
  })
}

async function live(): Promise<boolean> {
  const agreed = process.env.CI === 'true' || process.argv.includes('--yes')
  await step('packages', () => ensurePackages({ agreed }))
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
    const only = option('--only')?.split('=')[1] ?? ''
    const files = globSync('*.live.ts', { cwd: import.meta.dirname }).filter((name) => name.includes(only))
    if (files.length === 0) throw new Error('no live test has that name')
    const failed: string[] = []
    for (const name of files.sort()) {
      const passed = await step(name, () => testFile(join(import.meta.dirname, name)))
      if (!passed) failed.push(name)
    }
    say(failed.length === 0 ? `${files.length} files passed` : `failed: ${failed.join(', ')}`)
    return failed.length === 0
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
