/** Pure: what a work's cost is, when the ERP's books are believed and this database may be older than they. */
import type { CostBucket } from '../../charging/work.ts'

export type JudgedWork = {
  readonly bucket: CostBucket
  /** What the ERP should hold; null: nothing. */
  readonly digest: string | null
  /** What this database remembers that the ERP holds. */
  readonly postedDigest: string | null
}
/** `like`: it was compared in full. `perhaps`: the list does not show enough to tell. */
export type Sight = 'absent' | 'like' | 'unlike' | 'perhaps'

export type CostVerdict =
  /** As this database has it. */
  | { readonly is: 'as_it_was' }
  /** The ERP holds what it should hold. */
  | { readonly is: 'taken_over' }
  /** Written over: the key makes it the same record. A held work keeps waiting for its cure first. */
  | { readonly is: 'write_again' }
  /** Never reached the ERP, or provably gone again. */
  | { readonly is: 'free' }
  /** A removal that went through. */
  | { readonly is: 'removed' }
  /** Was there and is not: never sent again without a person. */
  | { readonly is: 'gone' }
  /** Nobody here knows why it is there. */
  | { readonly is: 'unknown' }

const of = (is: CostVerdict['is']): CostVerdict => ({ is }) as CostVerdict

export function judgeCost(work: JudgedWork, sight: Sight): CostVerdict {
  const onItsWay = work.bucket === 'in_flight' || work.bucket === 'in_doubt'
  if (sight === 'absent') {
    if (work.digest === null) return of(work.postedDigest !== null || onItsWay ? 'removed' : 'as_it_was')
    if (work.postedDigest !== null) return of('gone')
    return of(onItsWay ? 'free' : 'as_it_was')
  }
  if (work.digest === null) {
    if (work.postedDigest === null && !onItsWay) return of('unknown')
    return of('write_again')
  }
  if (sight === 'like') {
    const settled = work.bucket === 'accepted' && work.postedDigest === work.digest
    return of(settled ? 'as_it_was' : 'taken_over')
  }
  return of('write_again')
}
