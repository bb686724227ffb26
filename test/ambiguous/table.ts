/** Every write of a world times every fault. Complete by construction: what was not run is missing, and that fails. */
import type { Store } from '../../src/store/pool.ts'
import {
  type Bench,
  CellFailed,
  type CellResult,
  excuseOf,
  openBench,
  type Plant,
  requestsOf,
  runCell,
} from './cell.ts'
import type { ErpWorld } from './erp-world.ts'
import { type FaultName, faultNames } from './faults.ts'
import { type Scenario, scenarios } from './scenarios.ts'

export type Row = { readonly scenario: Scenario; readonly request: string }
export type CellEnd = CellResult | { readonly ended: 'does not apply'; readonly how: string }
export type Line = {
  readonly write: string
  readonly title: string
  readonly request: string
  readonly cells: Readonly<Partial<Record<FaultName, CellEnd>>>
}
export type Table = {
  readonly world: string
  readonly connector: string
  readonly level: 'simulated' | 'live'
  readonly lines: readonly Line[]
}
export type Failure = { readonly cell: string; readonly why: string }

/** Every request that each write of the target makes. A declared write without a scenario, or without a request, throws. */
export async function rowsOf(bench: Bench): Promise<Row[]> {
  const rows: Row[] = []
  for (const write of Object.keys(bench.world.connector.target!.levels)) {
    const own = scenarios.filter((scenario) => scenario.write === write)
    if (own.length === 0) throw new Error(`no scenario comes to ${write}`)
    for (const scenario of own) {
      const requests = await requestsOf(bench, scenario)
      if (requests.length === 0) throw new Error(`${scenario.title}: nothing was written`)
      // A record that changes is offered as a new one first where the key tells them apart: each request is a row.
      rows.push(...requests.map((request) => ({ scenario, request })))
    }
  }
  return rows
}

export type TableRun = {
  readonly table: Table
  readonly failures: readonly Failure[]
  readonly cells: number
  readonly left: number
}

/** `benches` at a time; after `budgetMs` no further cell is begun, and `left` says how many were not. */
export async function runTable(
  world: ErpWorld,
  store: Store,
  options: { benches: number; budgetMs?: number; only?: readonly FaultName[]; plant?: Plant },
): Promise<TableRun> {
  const benches = await Promise.all(Array.from({ length: options.benches }, () => openBench(world, store)))
  const startedAt = Date.now()
  try {
    const rows = await rowsOf(benches[0]!)
    const wanted = options.only ?? faultNames
    const results = new Map<string, CellEnd>()
    const failures: Failure[] = []
    const queue = diagonal(rows, wanted)
    const cells = queue.length
    await Promise.all(
      benches.map(async (bench) => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          if (options.budgetMs !== undefined && Date.now() - startedAt > options.budgetMs) {
            queue.unshift(next)
            return
          }
          const { row, fault } = next
          const name = nameOf(row, fault)
          const excuse = excuseOf(world, row.request, fault)
          if (excuse !== null) {
            results.set(name, { ended: 'does not apply', how: excuse })
            continue
          }
          try {
            results.set(name, await runCell(bench, row.scenario, row.request, fault, options.plant))
          } catch (error) {
            if (!(error instanceof CellFailed)) throw error
            failures.push({ cell: name, why: error.message })
          }
        }
      }),
    )
    const lines = rows.map((row) => ({
      write: row.scenario.write,
      title: row.scenario.title,
      request: row.request,
      cells: Object.fromEntries(
        wanted.flatMap((fault) => {
          const end = results.get(nameOf(row, fault))
          return end === undefined ? [] : [[fault, end]]
        }),
      ),
    }))
    const { name, level, connector } = world
    return {
      table: { world: name, connector: connector.name, level, lines },
      failures,
      cells,
      left: queue.length,
    }
  } finally {
    await Promise.all(benches.map((bench) => bench.close()))
  }
}

function nameOf(row: Row, fault: FaultName): string {
  return `${row.scenario.title}, ${row.request}, ${fault}`
}

/** Every row and every fault comes early, so that a run that is cut short has met all of both. */
function diagonal(rows: readonly Row[], wanted: readonly FaultName[]) {
  const cells: { row: Row; fault: FaultName }[] = []
  for (let shift = 0; shift < wanted.length; shift += 1) {
    for (const [index, row] of rows.entries())
      cells.push({ row, fault: wanted[(index + shift) % wanted.length]! })
  }
  return cells
}
