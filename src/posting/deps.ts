import type { ConnectionContext } from '../connectors/sdk/connector.ts'
import type { ErpTarget } from '../connectors/sdk/target.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Masters } from '../masterdata/masters.ts'
import type { Store } from '../store/pool.ts'
import type { PostingLimits } from './limits.ts'

/** A target with the context of one connection to it. */
export type TargetLink = { readonly target: ErpTarget; readonly context: ConnectionContext }

export type PostingDeps = {
  readonly store: Pick<Store, 'transaction'>
  readonly cell: number
  readonly clock: Clock
  readonly newId: () => string
  readonly connectors: (connectionId: string) => Promise<TargetLink>
  readonly limits: PostingLimits
  /** Knowledge kept between rounds and only brought up to date; without it, each look reads everything. */
  readonly masters?: Masters
  readonly log: (message: string, detail?: Readonly<Record<string, unknown>>) => void
}
