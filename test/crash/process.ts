/**
 * One role of the product as the process that is killed: the same composition as `hourbridge serve`, with shorter
 * leases, and with a planted bug where one is asked for. node test/crash/process.ts api|runner|all HOME [PLANT]
 */
import { flushCompileCache } from 'node:module'
import { connectors } from '../../src/runner/connectors.ts'
import { plainConnector } from '../../src/connectors/plain/connector.ts'
import { readConfig } from '../../src/config.ts'
import { openInstalled } from '../../src/runner/installation.ts'
import { type Role, serve } from '../../src/runner/serve.ts'
import type { Plant } from './plants.ts'
import { targetHabits, shortLimits } from './settings.ts'

const [role = 'all', , plantName] = process.argv.slice(2) as [Role, string?, string?]
const plant: Plant | null = plantName === undefined ? null : (await import('./plants.ts')).plants[plantName]!
const { config, faults } = readConfig()
if (config === null) throw new Error(faults.map((fault) => fault.message).join('\n'))

const plain = plainConnector(targetHabits)
const opened = await openInstalled({
  config,
  connectors: new Map([...connectors, ['plain', plant?.connector?.(plain) ?? plain]]),
  role,
  migrates: false,
  log: () => {},
})
plant?.opened?.(opened)
const serving = await serve(opened, {
  ...{ role, version: 'crash', consoleDirectory: null, idleMs: 50 },
  limits: shortLimits,
})
process.once('SIGTERM', () => {
  const stopped = plant?.stopsAtOnce ? Promise.resolve() : serving.stop()
  void stopped.then(() => process.exit(0))
})
process.stdout.write(`${JSON.stringify({ ready: true })}\n`)
// A rig that dies must not leave its victims behind.
process.stdin.on('end', () => process.exit(0)).resume()
flushCompileCache()
