/** Random histories of a small firm: entries sent, changed, approved, deleted, repriced, and people who move. */
import fc from 'fast-check'
import { entry, rate, worker } from './firm.ts'
import type { ReplayHub } from './replaying.ts'

export type HistoryStep =
  | { do: 'send'; id: number; hours: string; project: string; worker: string; approved: number }
  | { do: 'delete'; id: number }
  | { do: 'reprice'; amount: string }
  | { do: 'promote'; to: string }
const id = fc.integer({ min: 0, max: 4 })
export const historyStep: fc.Arbitrary<HistoryStep> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      id,
      hours: fc.constantFrom('1', '2.5', '0.333', '8'),
      project: fc.constantFrom('P1', 'P1', 'P2', 'P9', 'P8'),
      worker: fc.constantFrom('W1', 'W2', 'W5'),
      approved: fc.integer({ min: 0, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), id }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('reprice' as const), amount: fc.constantFrom('100', '133.33') }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('promote' as const), to: fc.constantFrom('junior', 'senior') }),
  },
)

const stamp = (minute: number) => `2026-10-31T10:0${minute}:00Z`

/** One step, and everything that charging and re-evaluation do about it. */
export async function live(hub: ReplayHub, one: HistoryStep, round: number): Promise<void> {
  const name = 'id' in one ? `r${round}-${one.id}` : ''
  if (one.do === 'reprice') await hub.learn([rate('R-senior', 'senior', one.amount)])
  else if (one.do === 'promote') await hub.learn([worker('W1', one.to)])
  else if (one.do === 'delete') await hub.receive([], [name])
  else {
    const approval =
      one.approved === 0
        ? { state: 'submitted' as const, approver: null, approvedAt: null, level: null }
        : { state: 'approved' as const, approver: 'lead', approvedAt: stamp(one.approved), level: null }
    const { hours, project } = one
    await hub.receive([entry(name, { hours, project, worker: one.worker, approval })])
  }
  await hub.settle()
}
