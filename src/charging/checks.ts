import { invariant } from '../store/invariant.ts'
import { asideSql } from './difference.ts'

/** Approved work stands in exactly one bucket of each outcome that it has. */
const inOneBucket = invariant(
  'approved_work_stands_in_one_bucket',
  `select work_id, kind, cost_bucket, pay_bucket, bill_bucket from works where cell = $1 and approval = 'approved'`,
  `select work_id || ': cost ' || cost_bucket || ', pay ' || pay_bucket || ', bill ' || bill_bucket from looked
   where bill_bucket = 'none' or (kind = 'time_entry' and (cost_bucket = 'none' or pay_bucket = 'none'))`,
)

/**
 * The charges of a work add up to what it is worth; a difference that waits for a decision is one of them. Work that
 * moved under a fee while it stood on a document keeps the document's bucket until that is settled, so all of its
 * worth is either included or billed, and never some of each; beside what is billed may stand what was written off.
 * Work of a contract with terms may stand in parts.
 */
const worthIsCharged = invariant(
  'charges_add_up_to_the_work',
  `select w.work_id, w.bill_bucket, coalesce(w.bill_minor, 0) as worth, s.aside, s.billed, s.parts, s.own, s.off,
     s.aside + s.billed as charged
   from works w cross join lateral (
     select coalesce(sum(c.amount_minor) filter (where c.state in ${asideSql}), 0) as aside,
       coalesce(sum(c.amount_minor) filter (where c.state not in ${asideSql}), 0) as billed,
       coalesce(sum(c.amount_minor) filter (where c.state = w.bill_bucket), 0) as own,
       coalesce(sum(c.amount_minor) filter (where c.state = 'written_off'), 0) as off,
       coalesce(bool_or(c.line_id is not null), false) as parts
     from charges c where c.cell = $1 and c.work_id = w.work_id and c.currency = w.bill_currency) s
   where w.cell = $1 and w.approval = 'approved' and not w.held and w.bill_minor is not null
     and w.bill_bucket in ('included', 'parked', 'written_off', 'priced', 'draft', 'in_flight', 'in_doubt', 'issued',
       'credited', 'disputed', 'paid')`,
  `select work_id || ': worth ' || worth || ', charged ' || charged || ', of it aside ' || aside from looked
   where worth <> charged or (not parts and aside <> off and billed <> 0)
     or (bill_bucket in ('included', 'parked', 'written_off') and not parts and own <> worth)
     or (bill_bucket in ('included', 'parked', 'written_off') and billed <> 0)
     or (bill_bucket = 'priced' and not parts and billed + off <> worth)`,
)

/**
 * What is not approved, and what an approved work is worth in no other currency, is charged nothing in
 * sum.
 */
const nothingElseIsCharged = invariant(
  'nothing_is_charged_without_approval',
  `select c.work_id, c.currency, sum(c.amount_minor) as charged from charges c
     join works w on w.cell = $1 and w.work_id = c.work_id
   where c.cell = $1 and (w.approval <> 'approved' or (not w.held and c.currency is distinct from w.bill_currency))
   group by c.work_id, c.currency`,
  `select work_id || ': charged ' || charged || ' ' || currency from looked where charged <> 0`,
)

const bucketsFollowCharges = invariant(
  'bill_buckets_follow_the_charges',
  `select w.work_id, w.bill_bucket,
     array(select distinct c.state from charges c where c.cell = $1 and c.work_id = w.work_id) as states,
     exists (select from group_marks m where m.cell = $1 and m.client_id = w.client_id)
       or exists (select from reevaluations r where r.cell = $1 and r.key = 'work:' || w.work_id) as waits
   from works w where w.cell = $1
     and w.bill_bucket in ('parked', 'written_off', 'priced', 'draft', 'in_flight', 'in_doubt', 'issued')`,
  `select work_id || ': ' || bill_bucket || ' without such a charge' from looked
   where not bill_bucket = any(states) and not (bill_bucket = 'priced' and ('pending' = any(states) or waits))`,
)

/** Cost that counts as accepted is what the ERP was last known to hold. */
const acceptedIsPosted = invariant(
  'accepted_cost_is_what_the_erp_holds',
  `select work_id, cost_digest, cost_posted_digest from works where cell = $1 and cost_bucket = 'accepted'`,
  `select work_id::text from looked where cost_digest is distinct from cost_posted_digest`,
)

const chargesHaveWork = invariant(
  'every_charge_has_its_work',
  `select c.work_id, c.seq, w.work_id as found from charges c
     left join works w on w.cell = $1 and w.work_id = c.work_id where c.cell = $1`,
  `select work_id || '/' || seq from looked where found is null`,
)

/** The rules about work and charges that one statement each can tell. */
export const chargingChecks = [
  inOneBucket,
  worthIsCharged,
  nothingElseIsCharged,
  bucketsFollowCharges,
  acceptedIsPosted,
  chargesHaveWork,
] as const
