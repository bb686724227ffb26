import type { WorkSummary } from '../api/shapes.ts'
import { Amount, Hours } from '../figures/figures.tsx'
import { Name } from '../frame/name.tsx'

const nameOf: Readonly<Record<WorkSummary['kind'], string>> = {
  time_entry: 'Time',
  expense: 'Expense',
  subcontractor: 'Subcontractor',
  usage: 'Usage',
  instalment: 'Instalment',
  progress: 'Progress',
  milestone: 'Milestone',
  subscription: 'Subscription',
  minimum: 'Minimum fee',
  overage: 'Overage',
  discount: 'Discount',
  fee: 'Fee',
}

type Of = Pick<WorkSummary, 'kind' | 'spending' | 'worker' | 'sourceId'>

/** What kind of work it is, with what tells one of the kind from another. */
export function kindText({ kind, spending }: Of): string {
  const of = spending?.category ?? spending?.vendor ?? null
  return of === null ? nameOf[kind] : `${nameOf[kind]}, ${of}`
}

/** Who did it, where somebody did; otherwise what it is. */
export function WhoOrWhat({ of, cut = false }: { of: Of; cut?: boolean }) {
  const otherwise = of.kind === 'time_entry' ? { id: of.sourceId, name: null } : null
  return <Name of={of.worker ?? otherwise ?? { id: of.sourceId, name: kindText(of) }} cut={cut} />
}

/** Its hours, its units, or what was paid for it. */
export function Measure({ of }: { of: Pick<WorkSummary, 'kind' | 'hours' | 'spending'> }) {
  const { spending } = of
  if (spending === null || Number(of.hours) !== 0) return <Hours hours={of.hours} />
  if (spending.paid !== null) return <Amount money={spending.paid} />
  return <span className="figure">{spending.quantity ?? '–'}</span>
}
