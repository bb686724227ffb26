/** The end (exclusive) of the quoted or commented stretch that starts at `at`, or `at` when none does. */
function skip(sql: string, at: number): number {
  const rest = (marker: string, from: number): number => {
    const found = sql.indexOf(marker, from)
    return found < 0 ? sql.length : found + marker.length
  }
  if (sql.startsWith('--', at)) return rest('\n', at)
  if (sql.startsWith('/*', at)) return rest('*/', at + 2)
  // A doubled quote inside ends one stretch and begins the next at once, which comes to the same.
  if (sql[at] === "'" || sql[at] === '"') return rest(sql[at], at + 1)
  if (sql[at] === '$' && !/\w/.test(sql[at - 1] ?? '')) {
    const tag = /^\$(?:[A-Za-z_]\w*)?\$/.exec(sql.slice(at, at + 64))?.[0]
    if (tag !== undefined) return rest(tag, at + tag.length)
  }
  return at
}

function isOnlyComment(sql: string): boolean {
  return sql.replace(/--.*(\n|$)/g, '').trim() === ''
}

/**
 * The statements of an SQL file, which are sent one at a time. A semicolon divides them, outside of quotes,
 * dollar quotes and comments. Backslash quotes (E'...') and nested comments are not understood: do without.
 */
export function splitStatements(sql: string): string[] {
  const statements: string[] = []
  let start = 0
  let at = 0
  while (at < sql.length) {
    const next = skip(sql, at)
    if (next > at) {
      at = next
      continue
    }
    if (sql[at] === ';') {
      statements.push(sql.slice(start, at))
      start = at + 1
    }
    at += 1
  }
  statements.push(sql.slice(start))
  return statements.map((text) => text.trim()).filter((text) => !isOnlyComment(text))
}
