import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Engine, type ScenarioEngine, thisEngine } from '../charging/engine.ts'
import { Fault } from '../kernel/errors.ts'

/**
 * The engine of another release, from a directory that holds its sources: a checkout, its `src`, or any directory with
 * `rating/price.ts` and `contracts/bill.ts` that export the same functions. Its code is run: give only a directory whose
 * content you trust. The version of this program, by its number, is this program's own.
 */
export async function loadEngine(wanted: string | null): Promise<Engine> {
  if (wanted === null || wanted === thisEngine.version) return thisEngine
  if (/^\d+$/.test(wanted))
    refuse(
      `This program holds engine ${thisEngine.version} only. Give the directory of the release with engine ${wanted}.`,
    )
  const roots = [resolve(wanted), join(resolve(wanted), 'src')]
  const root = roots.find((one) => existsSync(join(one, 'rating', 'price.ts')))
  if (root === undefined) refuse(`${wanted} holds no rating/price.ts, neither itself nor under src.`)
  const price = await moduleAt(join(root, 'rating', 'price.ts'))
  const bill = await moduleAt(join(root, 'contracts', 'bill.ts'))
  const { ENGINE_VERSION: version, priceEntry } = price
  const { decideBill } = bill
  if (typeof version !== 'number' && typeof version !== 'string') refuse(`${root} exports no ENGINE_VERSION.`)
  if (typeof priceEntry !== 'function' || typeof decideBill !== 'function')
    refuse(`${root} exports no priceEntry and decideBill.`)
  const valueScenario = await scenarioEngineAt(root)
  return { version: String(version), priceEntry, decideBill, valueScenario } as Engine
}

/** Null where the release knows no contracts with terms. */
async function scenarioEngineAt(root: string): Promise<ScenarioEngine | null> {
  const [run, world] = [join(root, 'scenario', 'run.ts'), join(root, 'scenario', 'world.ts')]
  if (!existsSync(run) || !existsSync(world)) return null
  const { valueWork } = await moduleAt(run)
  const { worldOf } = await moduleAt(world)
  if (typeof valueWork !== 'function' || typeof worldOf !== 'function')
    refuse(`${root} exports no valueWork and worldOf of scenarios.`)
  return (scenario) => valueWork(worldOf(scenario))
}

async function moduleAt(path: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(path).href)) as Record<string, unknown>
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Fault('CONFIG_INVALID', { message: `${path} cannot be loaded: ${why}`, cause })
  }
}

function refuse(message: string): never {
  throw new Fault('CONFIG_INVALID', { message })
}
