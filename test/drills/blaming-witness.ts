/** A planted bug: it takes a process that was killed for proof that the next event is to blame. */
import { createInterface } from 'node:readline'
import { chargingWork } from '../../src/charging/poison.ts'
import { nextOf } from '../../src/intake/poison.ts'
import { connectors } from '../../src/runner/connectors.ts'
import { openInstalled } from '../../src/runner/installation.ts'
import type { WitnessOrder } from '../../src/runner/witness.ts'

createInterface({ input: process.stdin }).once('line', async (line) => {
  const { config, lanes } = JSON.parse(line) as WitnessOrder
  const opened = await openInstalled({ config, connectors, role: 'witness', migrates: false, log: () => {} })
  const lane = lanes[0]!
  const at = String(await nextOf(chargingWork(opened.hub.charging), lane))
  process.stdout.write(`${JSON.stringify({ lane, at })}\n`, () => process.abort())
})
