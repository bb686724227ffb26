import type { BillingSettings } from '../../billing/settings.ts'
import type { Tx } from '../../store/transaction.ts'
import type { PostingDeps } from '../deps.ts'

export type RecoveryDeps = PostingDeps & {
  readonly billing: BillingSettings
  /** Connections that cost or documents go to. */
  readonly targets: () => readonly string[]
  /** Asks for every source to be read again now, from where this database left off and over its whole window. */
  readonly readSourcesAgain: (tx: Tx, at: Date) => Promise<void>
  /** What of the sources, and of understanding what they sent, is still to be done since then; in words. */
  readonly sourcesBehind: (tx: Tx, since: Date) => Promise<readonly string[]>
}
