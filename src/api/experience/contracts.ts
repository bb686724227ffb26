import { Type } from 'typebox'
import type { Api, ApiDeps } from '../deps.ts'
import { knownMasters } from '../known-masters.ts'
import { cursorOf, pageOf, pageQuery, readPage } from '../paging.ts'
import { Refusal, part } from '../problem.ts'
import { id, object, oneOf } from '../wire.ts'
import { contractDetailOf } from './contract-detail.ts'
import { contractAt, contractsInOrder, saysText, summariesOf } from './contract-list.ts'
import { contractDetail, contractSummary } from './contract-shape.ts'

const filterQuery = {
  clientId: Type.Optional(id),
  billing: Type.Optional(oneOf(['time_and_materials', 'fixed_fee', 'internal', 'composed'])),
  text: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
}
type Filter = {
  readonly clientId?: string | undefined
  readonly billing?: string | undefined
  readonly text?: string | undefined
}

async function pageOfContracts(
  deps: ApiDeps,
  filter: Filter,
  page: { readonly after: string | null; readonly limit: number },
) {
  const masters = await knownMasters(deps)
  const today = deps.clock.now().toISOString().slice(0, 10)
  const all = contractsInOrder(masters)
  const at = page.after === null ? -1 : all.indexOf(page.after)
  if (page.after !== null && at < 0) {
    throw new Refusal('SCHEMA_VIOLATION', 'query:cursor is not a cursor of this list.', {
      parts: [part('SCHEMA_VIOLATION', 'query:cursor', 'is not a cursor of this list')],
    })
  }
  const wanted = filter.text?.toLowerCase()
  const fits = all.slice(at + 1).filter((contractId) => {
    const body = contractAt(masters, contractId, today)
    return (
      body !== null &&
      (filter.clientId === undefined || body.client === filter.clientId) &&
      (filter.billing === undefined || body.billing === filter.billing) &&
      (wanted === undefined || saysText(masters, contractId, body, wanted))
    )
  })
  const ids = fits.slice(0, page.limit)
  const items = await deps.store.transaction((tx) => summariesOf(tx, deps.cell, masters, ids, today), {
    isolation: 'repeatable read',
    readOnly: true,
  })
  return { items, nextCursor: cursorOf(fits.length > ids.length ? ids.at(-1)! : null) }
}

/** Contracts with what stands under them, and one contract with its terms over time and how full they are. */
export function contractRoutes(app: Api, deps: ApiDeps): void {
  const tags = ['contracts']
  app.get(
    '/contracts',
    {
      config: { permission: 'work.read' },
      schema: {
        tags,
        summary: 'Contracts by client and name, with their money by state and what open cases hold',
        querystring: object({ ...pageQuery, ...filterQuery }),
        response: { 200: pageOf(contractSummary) },
      },
    },
    async (request) => {
      const { limit: _, cursor: __, ...filter } = request.query
      return pageOfContracts(deps, filter, readPage(request.query, deps.limits))
    },
  )
  app.get(
    '/contracts/:contractId',
    {
      config: { permission: 'work.read' },
      schema: {
        tags,
        summary:
          'One contract: its terms over time, its limits, lots and milestones filling up, what it made',
        params: object({ contractId: id }),
        response: { 200: contractDetail },
      },
    },
    async (request) => contractDetailOf(deps, request.params.contractId),
  )
}
