import type { ArithmeticProfile } from '../contracts/document.ts'
import type { Vault } from '../log/vault.ts'
import { documentReference } from '../model/mark.ts'
import type { Tx } from '../store/transaction.ts'

/**
 * What billing needs from outside: ids, the names every reference carries, each target's arithmetic,
 * limits.
 */
export type BillingSettings = {
  readonly newId: () => string
  readonly installationId: string
  readonly environment: string
  readonly vault: Vault
  readonly profileOf: (connectionId: string) => ArithmeticProfile
  /** A document whose net is above stops and asks. Plain amounts by currency; '*' for all others. */
  readonly mostPerDocument: Readonly<Record<string, string>>
  /** Settles what waits of clients whose contracts are settled as a whole: of one client, or of all. */
  readonly settleGroups: (tx: Tx, clientId: string | null) => Promise<void>
}

/** Carried by the document in every outside system; never changes. */
export function referenceOf(settings: BillingSettings, documentId: string): string {
  return documentReference(settings, documentId)
}
