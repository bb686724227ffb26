import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Step } from '../support/steps.ts'
import { execute, runSteps, runTests } from '../support/steps.ts'
import { findFileFaults } from './files.ts'
import { findLayerFaults } from './layers.ts'
import { readSources, root } from './sources.ts'
import { findTableFaults, readTables } from './tables.ts'

const program = (name: string) => join(root, 'node_modules', '.bin', name)

function told(faults: readonly string[]): string | null {
  return faults.length === 0 ? null : faults.join('\n')
}

async function checkLayers(): Promise<string | null> {
  return told(findLayerFaults(await readSources(['src', 'console/src'], ['.ts', '.tsx'])))
}

async function checkTables(): Promise<string | null> {
  const { tables, faults } = readTables(await readSources(['migrations'], ['up.sql']))
  return told([...faults, ...findTableFaults(await readSources(['src'], ['.ts']), tables)])
}

async function checkFiles(): Promise<string | null> {
  const folders = ['src', 'sandbox', 'bench', 'bin', 'test', 'migrations', 'console/src']
  return told(findFileFaults(await readSources(folders, ['.ts', '.tsx', '.js', '.sql'])))
}

const generate = join(root, 'test', 'generate.ts')

const steps: readonly Step[] = [
  { name: 'format and lint', run: () => execute(program('biome'), ['ci', '--colors=off', '.']) },
  { name: 'types', run: () => execute(program('tsc'), ['--noEmit', '--project', root]) },
  { name: 'layers', run: checkLayers },
  { name: 'tables and cells', run: checkTables },
  { name: 'files', run: checkFiles },
  ...(existsSync(generate)
    ? [{ name: 'generated files', run: () => execute(process.execPath, [generate, '--check']) }]
    : []),
]

/** What needs no database: format, lint, types, the rules of the house, and the tests of the pure folders. */
export async function check(): Promise<boolean> {
  const sound = await runSteps(steps)
  const pure = await readSources(
    ['src/kernel', 'src/model', 'src/rating', 'src/contracts', 'test/check'],
    ['.test.ts'],
  )
  const passed = await runTests(
    pure.map((source) => source.path),
    { concurrency: 2, environment: {} },
  )
  return sound && passed
}
