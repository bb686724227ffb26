-- Priced work that people write up, write down or write off, and what of it they take back. It waits until somebody other
-- than its author decides; cost knows nothing of it.

-- What was proposed once, of one work or of many. What people say about it (notes) stands sealed in the log, at `position`
-- and `decided_position`; here is only that there is something. `size` is what was asked for altogether; what falls on each
-- work stands with the work.
-- owner: charging
create table bill_adjustments (
  cell smallint not null,
  adjustment_id uuid not null,
  what text not null check (what in ('write_up', 'write_down', 'write_off', 'take_back')),
  takes_back uuid,
  how text check (how in ('to_quantity', 'to_rate', 'to_amount', 'by_amount', 'by_percent')),
  size numeric,
  currency text,
  reason text not null,
  noted boolean not null,
  adjusted_on date not null,
  author text not null,
  proposed_at timestamptz not null,
  -- Of the author's word in the log.
  position bigint not null,
  works integer not null,
  -- What it would change in money, by what was known when it was proposed.
  effect jsonb not null,
  state text not null default 'proposed' check (state in ('proposed', 'approved', 'declined', 'withdrawn')),
  decided_by text,
  decided_at timestamptz,
  decision_noted boolean,
  -- Of the decision in the log: from here on it counts.
  decided_position bigint,
  primary key (cell, adjustment_id),
  check ((what = 'take_back') = (takes_back is not null)),
  check ((how is null) = (size is null)),
  check (how is not null or what in ('write_off', 'take_back')),
  check ((how in ('to_rate', 'to_amount', 'by_amount')) is not true or currency is not null),
  check ((state = 'proposed') = (decided_by is null)),
  check ((decided_by is null) = (decided_at is null)),
  check ((decided_by is null) = (decided_position is null)),
  check (state not in ('approved', 'declined') or decided_by <> author),
  check (state <> 'withdrawn' or decided_by = author)
);

create unique index bill_adjustments_newest on bill_adjustments (cell, position);

create index bill_adjustments_waiting on bill_adjustments (cell, position) where state = 'proposed';

create index bill_adjustments_taken_back on bill_adjustments (cell, takes_back) where takes_back is not null;

-- A work of it, with its own share. `taken_back_position` is the later decision that ends it for this work.
-- owner: charging
create table bill_adjustment_works (
  cell smallint not null,
  work_id uuid not null,
  adjustment_id uuid not null,
  size numeric,
  taken_back_position bigint,
  primary key (cell, work_id, adjustment_id)
);

create index bill_adjustment_works_of on bill_adjustment_works (cell, adjustment_id, work_id);

create function bill_adjustments_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (new.cell, new.adjustment_id, new.what, new.takes_back, new.how, new.size, new.currency, new.reason,
     new.noted, new.adjusted_on, new.author, new.proposed_at, new.position, new.works, new.effect) is distinct from (old.cell,
     old.adjustment_id, old.what, old.takes_back, old.how, old.size, old.currency, old.reason, old.noted, old.adjusted_on,
     old.author, old.proposed_at, old.position, old.works, old.effect) then
    raise exception 'an adjustment keeps what it says' using errcode = 'insufficient_privilege';
  end if;
  if old.state <> 'proposed' then
    raise exception 'a decision stands' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create trigger bill_adjustments_keep before update or delete on bill_adjustments
  for each row execute function bill_adjustments_keep();

create function bill_adjustment_works_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or old.taken_back_position is not null or (new.cell, new.work_id, new.adjustment_id, new.size)
     is distinct from (old.cell, old.work_id, old.adjustment_id, old.size) then
    raise exception 'an adjustment keeps what it says' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create trigger bill_adjustment_works_keep before update or delete on bill_adjustment_works
  for each row execute function bill_adjustment_works_keep();
