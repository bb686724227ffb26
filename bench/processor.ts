/** Processor time that processes have used, from /proc. Milliseconds. */
import { readdir, readFile } from 'node:fs/promises'

// USER_HZ is 100 on every Linux that the pinned Node runs on.
const msPerTick = 10

type Stat = { readonly parent: number; readonly own: number; readonly ended: number }

async function readStat(pid: number): Promise<Stat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (text === null) return null
  // The name in parentheses may hold spaces; the fields after it count from the state.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const ticks = (at: number) => Number(fields[at])
  return {
    parent: ticks(1),
    own: (ticks(11) + ticks(12)) * msPerTick,
    ended: (ticks(13) + ticks(14)) * msPerTick,
  }
}

export async function processorMs(pid: number): Promise<number> {
  return (await readStat(pid))?.own ?? 0
}

/** A server and the processes it started, the ended ones included. */
export async function treeProcessorMs(pid: number): Promise<number> {
  const root = await readStat(pid)
  if (root === null) return 0
  let sum = root.own + root.ended
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = await readStat(Number(name))
    if (stat?.parent === pid) sum += stat.own
  }
  return sum
}
