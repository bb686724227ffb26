import { ConnectorFault } from './fault.ts'

export type OffsetPage<T> = { readonly rows: readonly T[]; readonly total: number }
type SweepPlan<T> = {
  readonly read: (offset: number, limit: number) => Promise<OffsetPage<T>>
  readonly idOf: (row: T) => string
  readonly pageSize: number
  /** Rows that consecutive pages share, so that a shift between two calls shows. */
  readonly overlap: number
  /** Rounds after which a source that does not hold still is given up for now. */
  readonly mostRounds: number
}

/**
 * Reads a list page by page while others change it. A round counts only when no total moved, every page began
 * with the rows that the one before ended with, and as many rows came as were announced; otherwise it is read again.
 * Rows of a spoilt round have been handed out already: readers recognise them by id and content. Throws when it will
 * not hold still, so that nobody takes rows for deleted that were only skipped.
 */
export async function* sweepPages<T>(plan: SweepPlan<T>): AsyncGenerator<readonly T[]> {
  for (let round = 0; round < plan.mostRounds; round++) {
    const seen = new Set<string>()
    let total: number | null = null
    let tail: readonly string[] = []
    let offset = 0
    for (;;) {
      const page = await plan.read(offset, plan.pageSize)
      const ids = page.rows.map(plan.idOf)
      const head = ids.slice(0, tail.length)
      for (const id of ids) seen.add(id)
      if (page.rows.length > 0) yield page.rows
      if (total !== null && total !== page.total) break
      if (tail.some((id, index) => head[index] !== id)) break
      total = page.total
      if (offset + page.rows.length >= total || page.rows.length === 0) {
        if (seen.size === total) return
        break
      }
      if (page.rows.length <= plan.overlap) break
      tail = ids.slice(-plan.overlap)
      offset += page.rows.length - plan.overlap
    }
  }
  throw new ConnectorFault('retryable', 'none', `The list changed during each of ${plan.mostRounds} readings`)
}
