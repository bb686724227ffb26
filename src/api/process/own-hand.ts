import { makerOfKey } from '../../access/api-keys.ts'
import type { Tx } from '../../store/transaction.ts'
import { Refusal } from '../problem.ts'

/** An API key is its maker's hand too: who made the author's key, or decides with one the author made, is the author. */
export async function refuseOwnHand(tx: Tx, author: string, caller: string): Promise<void> {
  const isOwn =
    author === caller ||
    (await makerOfKey(tx, author)) === caller ||
    (await makerOfKey(tx, caller)) === author
  if (isOwn) throw new Refusal('OWN_PROPOSAL', 'Who proposed this does not decide about it.')
}
