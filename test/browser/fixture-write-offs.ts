/** A FIXTURE, not the product: what people write up, down and off, in the shapes of the API. */
import type {
  Approval,
  BillAdjustment,
  BillAdjustmentDetail,
  BillEffect,
} from '../../console/src/api/shapes.ts'
import { eur, uuid } from './fixture-work.ts'

const effect: BillEffect = {
  ...{ asOf: '93001', complete: true, works: 2, documents: 1 },
  amounts: [
    { clientId: 'C100', contractId: 'K0', ...eur('-180.00') },
    { clientId: 'C100', contractId: 'K1', amount: '-95.50', currency: 'GBP' },
  ],
}

function adjustmentOf(index: number, changed: Partial<BillAdjustment> = {}): BillAdjustment {
  return {
    adjustmentId: uuid(9, index),
    ...{ what: 'write_down', takesBack: null, how: 'by_percent', size: '12.5', currency: null },
    ...{ reason: 'over_budget', on: '2026-11-18', author: 'person:jonas.ebert@firm.example', own: false },
    ...{ proposedAt: '2026-11-18T09:20:00Z', works: 2, effect, state: 'proposed' },
    ...{ decidedBy: null, decidedAt: null },
    ...changed,
  }
}

export const adjustments: readonly BillAdjustment[] = [
  adjustmentOf(0),
  adjustmentOf(1, {
    own: true,
    author: 'person:ada.brunner@firm.example',
    what: 'write_off',
    how: null,
    size: null,
  }),
  adjustmentOf(2, {
    ...{ how: 'to_amount', size: '1200.00', currency: 'EUR', reason: 'goodwill', state: 'approved' },
    ...{ decidedBy: 'person:ada.brunner@firm.example', decidedAt: '2026-11-19T08:00:00Z' },
  }),
]

export const writeOffApproval: Approval = {
  ...{ kind: 'bill_adjustment', id: uuid(9, 0), what: 'Write down 2 entries of Nordlicht Energie' },
  ...{ since: '2026-11-18T09:20:00Z', author: 'person:jonas.ebert@firm.example' },
  reason: 'More time than was agreed or estimated',
  effect: [eur('-180.00'), { amount: '-95.50', currency: 'GBP' }],
  approve: { path: '/api/v1/bill-adjustments/x/approve', body: {} },
  decline: { path: '/api/v1/bill-adjustments/x/decline', body: {} },
  ...{ permission: 'bill_adjustment.decide', allowed: true },
}

function detailOf(adjustment: BillAdjustment): BillAdjustmentDetail {
  const { size } = adjustment
  return {
    adjustment,
    note: 'The kick-off was longer than we sold it.',
    decisionNote: null,
    items: [0, 3].map((index) => ({
      ...{
        workId: uuid(3, index),
        sourceId: `TE-${4000 + index}`,
        workOn: '2026-10-05',
        size,
        takenBack: false,
      },
    })),
    nextCursor: null,
  }
}

type Answer = { status?: number; body: unknown }
type Asked = { readonly query: URLSearchParams; readonly body: unknown }
type Route<A> = readonly [string, RegExp, (state: unknown, asked: A, id: string) => Answer]

export function writeOffRoutes<A extends Asked>(): readonly Route<A>[] {
  const found = (id: string) => adjustments.find((one) => one.adjustmentId === id) ?? adjustments[0]!
  const decided = (state: BillAdjustment['state']) => (_: unknown, __: A, id: string) => ({
    body: { ...found(id), state },
  })
  const outlook = { works: 1, effect, leftOut: [], leftOutCount: 0 }
  return [
    [
      'GET',
      /^bill-adjustments$/,
      (_, asked) => {
        const shown = asked.query.get('workId') === uuid(3, 0)
        return { body: { items: shown ? [adjustments[2], adjustments[0]] : [], nextCursor: null } }
      },
    ],
    ['POST', /^bill-adjustments$/, () => ({ status: 201, body: adjustments[0] })],
    ['POST', /^bill-adjustments\/dry-run$/, () => ({ body: outlook })],
    ['GET', /^bill-adjustments\/([^/]+)$/, (_, __, id) => ({ body: detailOf(found(id)) })],
    ['POST', /^bill-adjustments\/([^/]+)\/effect$/, () => ({ body: effect })],
    ['POST', /^bill-adjustments\/([^/]+)\/take-back$/, () => ({ status: 201, body: adjustments[2] })],
    ['POST', /^bill-adjustments\/([^/]+)\/approve$/, decided('approved')],
    ['POST', /^bill-adjustments\/([^/]+)\/decline$/, decided('declined')],
    ['POST', /^bill-adjustments\/([^/]+)\/withdraw$/, decided('withdrawn')],
  ]
}
