import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Worker } from 'node:worker_threads'
import { chargingWork } from '../charging/poison.ts'
import type { Connector } from '../connectors/sdk/connector.ts'
import { learningRunner } from '../intake/learn.ts'
import { learningWork } from '../intake/learn-safely.ts'
import { type EventWork, nextOf, oneByOne } from '../intake/poison.ts'
import type { Hub } from './hub.ts'
import { openInstalled } from './installation.ts'
import type { WitnessOrder, WitnessWord } from './witness.ts'
import { isWorldFault } from './work-loops.ts'

const watchEveryMs = 100
// In a thread of its own: an event that never ends would keep this one from hearing that nobody watches any more, and
// hold its lane.
const endWithParent = `
  const parent = process.ppid
  setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGKILL'), ${watchEveryMs})`

// Written at once: what is said before an event has to be out when the event ends the process.
function say(word: WitnessWord): void {
  writeSync(1, `${JSON.stringify(word)}\n`)
}

/** Takes its order from standard input, and ends when whoever gave it ends. */
export async function runWitnessed(connectors: ReadonlyMap<string, Connector>): Promise<void> {
  new Worker(endWithParent, { eval: true }).unref()
  const lines = createInterface({ input: process.stdin })
  const order = new Promise<WitnessOrder>((resolve) => {
    lines.once('line', (line) => resolve(JSON.parse(line) as WitnessOrder))
  })
  lines.once('close', () => process.exit(1))
  const { config, runner, lanes } = await order
  try {
    const opened = await openInstalled({
      config,
      connectors,
      role: 'witness',
      migrates: false,
      log: () => {},
    })
    const work = workOf(opened.hub, runner)
    for (const lane of lanes) {
      const before = async () => say({ lane, at: String((await nextOf(work, lane)) ?? 0) })
      say({ lane, end: await oneByOne(work, lane, isWorldFault, before) })
    }
    await opened.close()
  } catch (error) {
    if (!isWorldFault(error)) throw error
    say({ world: error instanceof Error ? error.message : String(error) })
  }
  process.exit(0)
}

function workOf(hub: Hub, runner: string): EventWork {
  return runner === learningRunner ? learningWork(hub.learning) : chargingWork(hub.charging)
}
