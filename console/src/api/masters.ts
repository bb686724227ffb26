import { useQuery } from '@tanstack/react-query'
import { api, taken } from './client.ts'
import { useMay } from './session.tsx'

export type MasterKind = 'client' | 'contract' | 'legal_entity' | 'project' | 'task' | 'worker'

export type Choice = {
  readonly value: string
  readonly label: string
  readonly body: Record<string, unknown>
}

const itemsPerPage = '200'
/** Beyond this many records a choice is no longer found by looking through a list. */
const mostPages = 10

function bodyOf(stretches: readonly { readonly body: unknown }[]): Record<string, unknown> {
  const last = stretches.at(-1)?.body
  return typeof last === 'object' && last !== null ? (last as Record<string, unknown>) : {}
}

async function readChoices(kind: MasterKind): Promise<Choice[]> {
  const found: Choice[] = []
  let cursor: string | null = null
  for (let page = 0; page < mostPages; page += 1) {
    const query: { limit: string; cursor?: string } = {
      limit: itemsPerPage,
      ...(cursor === null ? {} : { cursor }),
    }
    const answer = await taken(api.GET('/api/v1/master-data/{kind}', { params: { path: { kind }, query } }))
    for (const { recordId, stretches } of answer.items) {
      const body = bodyOf(stretches)
      const name = typeof body.name === 'string' ? body.name : recordId
      found.push({ value: recordId, label: name === recordId ? name : `${name} (${recordId})`, body })
    }
    cursor = answer.nextCursor
    if (cursor === null) break
  }
  return found.sort((a, b) => a.label.localeCompare(b.label))
}

/** The records of a kind for choosing one; none when the person may not see master data. */
export function useChoices(kind: MasterKind, wanted = true) {
  const may = useMay('master.read')
  return useQuery({
    queryKey: ['choices', kind],
    queryFn: () => readChoices(kind),
    enabled: may && wanted,
    staleTime: 60_000,
  })
}
