/** Processor time of this process and of the server's processes that serve its database. Linux only: elsewhere its own. */
import { readdirSync, readFileSync } from 'node:fs'

const ticksPerSecond = 100

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // The process ended between the list and the look.
    return ''
  }
}

function serverSeconds(database: string): number {
  let ticks = 0
  let ids: string[]
  try {
    ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  } catch {
    return 0
  }
  for (const id of ids) {
    const title = read(`/proc/${id}/cmdline`)
    if (!title.startsWith('postgres') || !title.includes(` ${database} `)) continue
    // Behind the name in brackets: state is the first field, user and system time the twelfth and thirteenth.
    const fields = read(`/proc/${id}/stat`).split(') ').at(-1)!.split(' ')
    ticks += Number(fields[11] ?? 0) + Number(fields[12] ?? 0)
  }
  return ticks / ticksPerSecond
}

export function processorSeconds(database: string): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000_000 + serverSeconds(database)
}
