/**
 * Clears up after a rig that was killed, however it was killed: node test/crash/guardian.ts HOME, with the rig at the
 * other end of standard input. A rig that ended in order has cleared up itself and says so before it goes.
 */
import { execFileSync } from 'node:child_process'
import { rm } from 'node:fs/promises'

const home = process.argv[2]!
const withinMs = 30_000
let saidGoodbye = false

function mine(): { pid: number; isServer: boolean }[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8', maxBuffer: 1e8 }).split(
    '\n',
  )
  return lines.flatMap((line) => {
    const [, pid = '', command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? []
    if (!command.includes(home) || Number(pid) === process.pid) return []
    return [{ pid: Number(pid), isServer: command.includes('bin/postgres -D') }]
  })
}

process.stdin.on('data', () => {
  saidGoodbye = true
})
process.stdin.on('end', async () => {
  if (saidGoodbye) return
  const end = Date.now() + withinMs
  // A child that was being started may appear after the first look.
  for (let left = mine(); Date.now() < end; left = mine()) {
    for (const { pid, isServer } of left) {
      try {
        process.kill(pid, isServer ? 'SIGQUIT' : 'SIGKILL')
      } catch {}
    }
    await new Promise((resolve) => setTimeout(resolve, 200))
    if (left.length === 0) break
  }
  await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
})
