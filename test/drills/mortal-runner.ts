/** A runner whose mapping ends it at some events: node test/drills/mortal-runner.ts [WITNESS PROGRAM] */
import { fileURLToPath } from 'node:url'
import { connectors } from '../../src/runner/connectors.ts'
import { readConfig } from '../../src/config.ts'
import { openInstalled } from '../../src/runner/installation.ts'
import { serve } from '../../src/runner/serve.ts'
import { makeMortal } from './mortal-mapping.ts'

const { config, faults } = readConfig()
if (config === null) throw new Error(faults.map((fault) => fault.message).join('\n'))
const opened = await openInstalled({ config, connectors, role: 'runner', migrates: false, log: () => {} })
makeMortal(opened.home)
const program = process.argv[2] ?? fileURLToPath(new URL('./mortal-witness.ts', import.meta.url))
const serving = await serve(opened, {
  ...{ role: 'runner', version: 'drill', consoleDirectory: null, idleMs: 20 },
  witness: { program, eventTimeoutMs: 3_000 },
})
process.once('SIGTERM', () => void serving.stop().then(() => process.exit(0)))
// A drill that dies leaves nobody behind.
process.stdin.on('end', () => process.exit(0)).resume()
