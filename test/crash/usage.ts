/** Processor seconds of the rig, everything it started and everything those started. Null where /proc is not there. */
import { readFileSync } from 'node:fs'
import { childrenOf } from './server.ts'

const ticksPerSecond = 100
/** Positions in /proc/PID/stat after the name: own time, and that of children that have ended. */
const fields = { user: 11, system: 12, endedUser: 13, endedSystem: 14 }

function secondsOf(pid: number | 'self'): number {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return 0
  }
  const words = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return Object.values(fields).reduce((sum, at) => sum + Number(words[at]), 0) / ticksPerSecond
}

async function withChildren(pid: number): Promise<number> {
  const children = await childrenOf(pid)
  const below = await Promise.all(children.map(withChildren))
  return below.reduce((sum, one) => sum + one, secondsOf(pid))
}

/** What ended is counted with whoever waited for it, so the sum only ever grows. */
export async function processorSeconds(): Promise<number | null> {
  if (process.platform !== 'linux') return null
  return withChildren(process.pid)
}
