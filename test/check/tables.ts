import type { Source } from './sources.ts'
import { folderOf, isTest } from './sources.ts'

export type Table = { readonly name: string; readonly owner: string; readonly hasCell: boolean }

const tablePattern = /^create table (?:if not exists )?(\w+)\s*\(([\s\S]*?)^\)/gim

/** The tables that the migrations create. The line before `create table` names the folder that owns it. */
export function readTables(migrations: readonly Source[]): { tables: Table[]; faults: string[] } {
  const tables: Table[] = []
  const faults: string[] = []
  for (const { path, text } of migrations) {
    for (const match of text.matchAll(tablePattern)) {
      const name = match[1]!
      const owner = /-- owner: ([a-z]+)\r?\n$/.exec(text.slice(0, match.index))?.[1]
      if (owner === undefined)
        faults.push(`${path}: the line before \`create table ${name}\` is not \`-- owner: <folder>\`.`)
      else tables.push({ name, owner, hasCell: /^\s*cell\s+smallint\b/m.test(match[2]!) })
    }
    const made = text.match(/^\s*create (?:unlogged )?table\b/gim)?.length ?? 0
    if (made !== [...text.matchAll(tablePattern)].length) {
      faults.push(
        `${path}: write \`create table name (\` to \`)\` at the start of lines, so that it can be read.`,
      )
    }
  }
  return { tables, faults }
}

const literalPattern = /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g
const looksLikeSql =
  /\bselect\b[\s\S]*\bfrom\b|\binsert\s+into\b|\bupdate\s+\w+[\s\S]*\bset\b|\bdelete\s+from\b|\block\s+table\b|\btruncate\b|^\W*(from|join|left join)\b/

type Sql = { readonly text: string; readonly line: number }

function sqlOf(source: Source): Sql[] {
  const code = source.text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, '')
  return [...code.matchAll(literalPattern)]
    .filter((match) => looksLikeSql.test(match[0]))
    .map((match) => ({
      text: match[0].replace(/--.*$/gm, ''),
      line: code.slice(0, match.index).split('\n').length,
    }))
}

const clauseEnd =
  /\b(?:where|group|order|having|limit|join|on|set|returning|for|union|left|cross|inner|window)\b|[();]/
const reference = /\b(?:join|into|update|table|truncate|using|only)\s+(\w+)/g

/** The names that stand where SQL expects a table. */
export function tableNamesIn(sql: string): string[] {
  const names = [...sql.matchAll(reference)].map((match) => match[1]!)
  for (const match of sql.matchAll(/\bfrom\s+/g)) {
    const rest = sql.slice(match.index + match[0].length)
    const clause = rest.slice(0, clauseEnd.exec(rest)?.index ?? rest.length)
    for (const part of clause.split(',')) names.push(/^\W*(?:only\s+)?(\w+)/.exec(part)?.[1] ?? '')
  }
  return names.filter((name) => name !== '')
}

const volatileCall =
  /\b(?:now|clock_timestamp|statement_timestamp|random|gen_random_uuid|uuidv7|uuidv4)\(\)|\bcurrent_(?:timestamp|date)\b/

function cellFault(sql: string, used: readonly Table[]): boolean {
  const withCell = used.filter((table) => table.hasCell)
  if (withCell.length === 0) return false
  // `using (cell, ...)` names it for the tables on both of its sides.
  const said = (sql.match(/\bcell\b/g)?.length ?? 0) + (sql.match(/\busing\s*\(\s*cell\b/g)?.length ?? 0)
  return said < withCell.length
}

/** Every statement that names another folder's table, leaves out the cell, or lets the database tell the time. */
export function findTableFaults(sources: readonly Source[], tables: readonly Table[]): string[] {
  const byName = new Map(tables.map((table) => [table.name, table]))
  const faults: string[] = []
  for (const source of sources) {
    const folder = folderOf(source.path)
    if (folder === null || isTest(source.path)) continue
    for (const { text, line } of sqlOf(source)) {
      const used = tableNamesIn(text).flatMap((name) => byName.get(name) ?? [])
      for (const table of new Set(used)) {
        if (table.owner === folder) continue
        faults.push(
          `${source.path}:${line}: names ${table.name}, a table of src/${table.owner}; use its reads.ts.`,
        )
      }
      if (cellFault(text, used)) {
        faults.push(`${source.path}:${line}: a statement does not name the cell for every table of it.`)
      }
      const call = volatileCall.exec(text)
      if (call !== null)
        faults.push(`${source.path}:${line}: ${call[0]} in SQL; clocks and ids are parameters.`)
    }
  }
  return faults
}
