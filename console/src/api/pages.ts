import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

type PageOf<T> = { readonly items: readonly T[]; readonly nextCursor: string | null }

/** A list that the API gives page by page; `rows` holds what was read so far. */
export function usePages<T>(
  key: readonly unknown[],
  read: (cursor: { cursor?: string }) => Promise<PageOf<T>>,
  refetchInterval: number | false = false,
) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => read(pageParam === null ? {} : { cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
    refetchInterval,
  })
  const rows = useMemo(() => (query.data?.pages ?? []).flatMap((page) => page.items), [query.data])
  return { query, rows }
}

/** Of whatever rows: what a frame needs to know of a list. */
export type Pages = ReturnType<typeof usePages<unknown>>
