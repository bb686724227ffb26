-- Expenses, subcontractors' work and usage arrive as time does. What they say besides (amounts as paid, receipts, vendors,
-- quantities) stands with the work, because a client's contracts are settled from it.
alter table works drop constraint works_kind_check;

alter table works add constraint works_kind_check check (kind in ('time_entry', 'expense', 'subcontractor', 'usage',
  'instalment', 'progress', 'milestone', 'subscription', 'minimum', 'overage', 'discount', 'fee'));

alter table works add column spending jsonb,
  add constraint works_spending_check
    check ((spending is not null) = (kind in ('expense', 'subcontractor', 'usage')));
