import type { MasterChange, MasterKind } from '../../model/master-records.ts'
import type { FileFault } from './fault.ts'

/** A file of more bytes is refused before it is read. */
export const fileBytes = 20_971_520
/** More rows, of all sheets together, are refused. */
export const fileRows = 100_000

/** What was read so far: statements, where each of them was said, and what is wrong. */
export type Taken = {
  readonly changes: MasterChange[]
  readonly places: ((pointer: string) => string)[]
  readonly faults: FileFault[]
}
export type Wanted = {
  /** The kind of the records of a CSV file whose name does not say it. */
  readonly kind: MasterKind | null
  /** From when on a record holds that does not say it. */
  readonly validFrom: string | null
}
