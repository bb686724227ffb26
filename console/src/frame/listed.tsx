import type { ReactNode } from 'react'
import type { Pages } from '../api/pages.ts'
import { More } from './data-table.tsx'
import { Found } from './states.tsx'

/** A list that is read page by page: its table, what stands there while it is empty, and the way to more. */
export function Listed({
  pages: { query, rows },
  what,
  placeholders,
  empty,
  children,
}: {
  pages: Pages
  /** What its rows are, in the plural. */
  what: string
  /** Lines that stand there until the first page is read. */
  placeholders?: number
  empty: ReactNode
  children: ReactNode
}) {
  return (
    <Found query={query} {...(placeholders === undefined ? {} : { rows: placeholders })}>
      {() =>
        rows.length === 0 ? (
          empty
        ) : (
          <>
            {children}
            <More
              shown={rows.length}
              what={what}
              hasMore={query.hasNextPage}
              loading={query.isFetchingNextPage}
              load={() => void query.fetchNextPage()}
            />
          </>
        )
      }
    </Found>
  )
}
