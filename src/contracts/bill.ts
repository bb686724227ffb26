import type { Rejection } from '../kernel/errors.ts'
import { isRejection, reject } from '../kernel/errors.ts'
import type { Money } from '../kernel/money.ts'
import type { ContractTerms } from './terms.ts'
import { contractKinds } from './terms.ts'

/** Approved work as a contract sees it. */
type BillableWork = { readonly billable: boolean }

type BillDecision =
  | {
      readonly bucket: 'non_billable'
      readonly reason: 'internal_contract' | 'marked_non_billable'
      readonly standardValue: Money | null
    }
  | {
      readonly bucket: 'included'
      /**
       * What the hours would be worth at their rates. Null when no rate says so: that stops nothing here.
       */
      readonly standardValue: Money | null
    }
  | { readonly bucket: 'priced'; readonly amount: Money }

/**
 * In which bucket of the bill outcome the work stands. Only priced work needs a rate: work that is internal
 * or covered by a fee keeps its value when it has one, and waits for nobody when it has none.
 */
export function decideBill(
  work: BillableWork,
  contract: Pick<ContractTerms, 'kind' | 'currency' | 'contractId'>,
  priced: { readonly amount: Money } | Rejection,
): BillDecision | Rejection {
  const standardValue = isRejection(priced) ? null : priced.amount
  const { labor } = contractKinds[contract.kind]
  if (labor === 'non_billable') return { bucket: 'non_billable', reason: 'internal_contract', standardValue }
  if (!work.billable) return { bucket: 'non_billable', reason: 'marked_non_billable', standardValue }
  if (labor === 'included') return { bucket: 'included', standardValue }
  if (isRejection(priced)) return priced
  if (priced.amount.currency !== contract.currency) {
    const rate = priced.amount.currency
    const message = `Contract ${contract.contractId} bills in ${contract.currency}, the rate is in ${rate}`
    return reject('CURRENCY_MISMATCH', message, { detail: { contract: contract.currency, rate } })
  }
  return { bucket: 'priced', amount: priced.amount }
}
