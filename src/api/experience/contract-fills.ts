/** How full limits, orders, lots and periods were when a client was settled last, in the shapes of the API. */
import type { GroupStanding } from '../../charging/groups/marks.ts'
import type { Masters } from '../../masterdata/masters.ts'
import type { Contract } from '../../model/master-records.ts'

type State = Readonly<Record<string, unknown>>

function statesOf(standing: GroupStanding, name: 'limits' | 'lots' | 'periods', contractId: string): State[] {
  const list = standing.standing[name]
  if (!Array.isArray(list)) return []
  return (list as State[]).filter((one) => one.contract === contractId || one.contract === null)
}

/** A budget of the client may be of some of its contracts only. */
function concerns(masters: Masters, state: State, contractId: string): boolean {
  if (state.contract !== null) return true
  const contracts = masters.stretches('limit', text(state, 'id') ?? '').at(-1)?.body.contracts
  return contracts === undefined || contracts.includes(contractId)
}

function text(state: State, field: string): string | null {
  const value = state[field]
  return typeof value === 'string' ? value : null
}

/** Zero where a figure was not told. */
function figure(state: State, field: string): string {
  return text(state, field) ?? '0'
}

function measured(state: State) {
  const currency = text(state, 'currency')
  return { measure: currency === null ? ('hours' as const) : ('amount' as const), currency }
}

/** What the terms call it, and what becomes of work over it. */
type Called = { readonly name: string | null; readonly overGoes: string | null }

function calledOf(masters: Masters, body: Contract, state: State): Called {
  const id = text(state, 'id')
  const { terms } = body
  if (text(state, 'level') === 'purchase_order' && state.line === null) {
    const order = terms?.purchaseOrders?.find((one) => one.id === id)
    if (order !== undefined) return { name: order.name ?? null, overGoes: order.over ?? 'next' }
  }
  const line = terms?.lines.find((one) => one.id === state.line)
  const client =
    state.contract === null && id !== null ? masters.stretches('limit', id).at(-1)?.body : undefined
  const limit = client ?? (line ?? terms)?.limits?.find((one) => one.id === id)
  return { name: limit?.name ?? null, overGoes: limit === undefined ? null : (limit.over ?? 'parked') }
}

/** One row per measure and stretch; an order without an end, which fills nothing, is left out. */
export function fillsOf(masters: Masters, standing: GroupStanding, contractId: string, body: Contract) {
  const states = statesOf(standing, 'limits', contractId)
  return states
    .filter((state) => concerns(masters, state, contractId))
    .flatMap((state) => {
      const base = {
        id: text(state, 'id') ?? '',
        ...calledOf(masters, body, state),
        kind: text(state, 'level') === 'purchase_order' ? ('purchase_order' as const) : ('limit' as const),
        contractId: text(state, 'contract'),
        lineId: text(state, 'line'),
        per: text(state, 'per') ?? 'total',
      }
      const rows = (measure: 'amount' | 'hours', of: State) => {
        const currency = measure === 'amount' ? text(state, 'currency') : null
        const stretches = Array.isArray(of.stretches) ? (of.stretches as State[]) : [of]
        return stretches
          .filter((one) => text(one, 'limit') !== null)
          .map((one) => ({
            ...base,
            measure,
            currency,
            stretch: of.stretches === undefined ? null : text(one, 'id'),
            limit: figure(one, 'limit'),
            billed: figure(one, 'pinned'),
            committed: figure(one, 'open'),
            left: figure(one, 'left'),
            over: figure(one, 'over'),
          }))
      }
      const hours = state.hours
      const ofHours = typeof hours === 'object' && hours !== null ? rows('hours', hours as State) : []
      return [...rows(state.unit === 'hour' ? 'hours' : 'amount', state), ...ofHours]
    })
}

export function lotsOf(standing: GroupStanding, contractId: string) {
  return statesOf(standing, 'lots', contractId).map((state) => ({
    id: text(state, 'id') ?? '',
    lineId: text(state, 'line'),
    ...measured(state),
    from: text(state, 'from'),
    to: text(state, 'to'),
    granted: figure(state, 'granted'),
    used: figure(state, 'used'),
    deficit: figure(state, 'deficit'),
    rolledOver: figure(state, 'rolledOver'),
    lapsed: figure(state, 'lapsed'),
    expired: figure(state, 'expired'),
    left: figure(state, 'left'),
  }))
}

export function periodsOf(standing: GroupStanding, contractId: string) {
  return statesOf(standing, 'periods', contractId).map((state) => ({
    id: text(state, 'id') ?? '',
    lineId: text(state, 'line'),
    ...measured(state),
    from: text(state, 'from'),
    to: text(state, 'to'),
    available: figure(state, 'available'),
    used: figure(state, 'used'),
    left: figure(state, 'left'),
    deficit: figure(state, 'deficit'),
    overage: figure(state, 'overage'),
  }))
}
