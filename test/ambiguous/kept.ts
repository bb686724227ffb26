/** The last whole runs of the table, kept as data; `docs/reference/ambiguous-answers.md` is generated from them. */
import { readdirSync, readFileSync, writeFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { keepFigure } from '../figures.ts'
import type { Table, TableRun } from './table.ts'

const folder = join(import.meta.dirname, '..', '..', 'docs', 'reference', 'ambiguous')

export type KeptTable = Table & { readonly on: string }

export const keepsTables = process.argv.includes('--keep-figures')

/** Only a whole run without a failure is kept. */
export function keepTables(
  rig: 'ambiguous-sandbox' | 'ambiguous-live',
  command: string,
  runs: readonly TableRun[],
): void {
  if (!keepsTables || runs.some((run) => run.left > 0 || run.failures.length > 0)) return
  mkdirSync(folder, { recursive: true })
  const ends = runs.flatMap((run) => run.table.lines.flatMap((line) => Object.values(line.cells)))
  const count = (ended: string) => ends.filter((end) => end?.ended === ended).length
  const applying = ends.length - count('does not apply')
  const requests = runs.flatMap((run) => run.table.lines).length
  keepFigure({
    rig,
    command,
    found:
      `${applying} cells (${requests} requests of ${new Set(runs.flatMap((run) => run.table.lines.map((line) => line.write))).size} ` +
      `writes; targets: ${runs.length}): ${count('one effect')} ended in one effect, ${count('case')} in a visible case, none in two.`,
  })
  const on = new Date().toISOString().slice(0, 10)
  for (const { table } of runs) {
    const name = `${table.connector}-${table.variant}-${table.level}.json`
    writeFileSync(join(folder, name), `${JSON.stringify({ ...table, on }, null, 1)}\n`)
  }
}

export function keptTables(): KeptTable[] {
  let names: string[] = []
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  } catch {
    return []
  }
  return names.toSorted().map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as KeptTable)
}
