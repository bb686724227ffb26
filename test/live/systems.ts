import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { billedMonth } from './firm.ts'
import { postgresDown, postgresUp } from './postgres.ts'
import * as redmine from './redmine.ts'
import { liveDirectory } from './settings.ts'
import * as tryton from './tryton.ts'

export type LiveSystems = {
  readonly tryton: tryton.Tryton
  readonly redmine: redmine.Redmine
  /** The month with the seeded time, YYYY-MM: open in Tryton's ledgers, while every month before it is closed. */
  readonly month: string
}

/** Both systems, seeded, on loopback; the packages must be there. Running ones are left as they are. */
export async function up(today = new Date()): Promise<LiveSystems> {
  // The one cluster first: neither system may start it while the other does.
  await postgresUp()
  const [erp, source] = await Promise.all([tryton.up(today), redmine.up(today)])
  return { tryton: erp, redmine: source, month: billedMonth(today) }
}

/** Both systems back to the seed, at the same addresses. */
export async function reset(today = new Date()): Promise<LiveSystems> {
  await postgresUp()
  const [erp, source] = await Promise.all([tryton.reset(today), redmine.reset(today)])
  return { tryton: erp, redmine: source, month: billedMonth(today) }
}

/** Stops the three servers that were started here, and no other. The directory keeps its templates. */
export async function down(): Promise<void> {
  await Promise.all([tryton.down(), redmine.down()])
  await postgresDown()
}

/** One run at a time per directory. Returns what ends the claim; throws when another run holds it. */
export function claimDirectory(): () => void {
  const file = join(liveDirectory(), 'run.pid')
  for (const attempt of ['first', 'second']) {
    try {
      const handle = openSync(file, 'wx')
      writeFileSync(handle, String(process.pid))
      closeSync(handle)
      const release = () => rmSync(file, { force: true })
      process.once('exit', release)
      return release
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = Number(readFileSync(file, 'utf8'))
      if (attempt === 'second' || lives(holder)) {
        throw new Error(
          `another live run (process ${holder}) uses ${liveDirectory()}; set HOURBRIDGE_LIVE_DIR`,
        )
      }
      rmSync(file, { force: true })
    }
  }
  throw new Error('unreachable')
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

if (import.meta.main) {
  const actions: Readonly<Record<string, () => Promise<unknown>>> = { up, reset, down }
  const action = actions[process.argv[2] ?? '']
  if (action === undefined) throw new Error('usage: systems.ts up | reset | down')
  const systems = await action()
  if (systems !== undefined) process.stdout.write(`${JSON.stringify(systems, null, 2)}\n`)
}
