-- Contracts put together from terms: what a client's contracts share is allocated for all of its work at once, and a
-- piece of work may stand in parts.

alter table works drop constraint works_kind_check;

alter table works add constraint works_kind_check check (kind in ('time_entry', 'instalment', 'progress', 'milestone',
  'subscription', 'minimum', 'overage', 'discount', 'fee'));

-- Work of a client, wherever it stands.
create index works_client on works (cell, client_id, work_id);

-- Where in its contract a part of work stands; null for work of contracts without terms.
alter table charges
  add column line_id text,
  add column band text,
  add column purchase_order text,
  add column limit_id text;

alter table charges drop constraint charges_state_check;

-- included, parked, written_off, non_billable, held: stands aside, never a line.
alter table charges add constraint charges_state_check check (state in ('included', 'parked', 'written_off', 'non_billable',
  'held', 'priced', 'pending', 'proposed', 'declined', 'draft', 'in_flight', 'in_doubt', 'issued'));

create or replace function charges_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (new.cell, new.work_id, new.seq, new.revision, new.hours, new.amount_minor, new.currency, new.client_id,
     new.contract_id, new.legal_entity, new.project_id, new.work_on, new.engine, new.as_of, new.decision, new.written_at,
     new.line_id, new.band, new.purchase_order, new.limit_id)
     is distinct from (old.cell, old.work_id, old.seq, old.revision, old.hours, old.amount_minor, old.currency, old.client_id,
     old.contract_id, old.legal_entity, old.project_id, old.work_on, old.engine, old.as_of, old.decision, old.written_at,
     old.line_id, old.band, old.purchase_order, old.limit_id) then
    raise exception 'charges are append-only' using errcode = 'insufficient_privilege';
  end if;
  if old.state = 'issued' and (new.state, new.document_id) is distinct from (old.state, old.document_id) then
    raise exception 'what is issued is pinned' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

-- A client whose contracts share limits, lots, minimums: the set of work that is allocated at once. One runner at a
-- time holds the row. `settled` counts its changes; `standing` says how full what limits it was after `told` of them,
-- for people.
-- owner: charging
create table client_groups (
  cell smallint not null,
  client_id text not null,
  settled bigint not null default 0,
  settled_at bigint not null default 0,
  settled_on date,
  told bigint not null default 0,
  standing jsonb not null default '{}',
  failures integer not null default 0,
  primary key (cell, client_id)
);

-- Something of a group changed: level, not edge. A transaction that changes it adds a row of its own, so that the one
-- who takes what it has seen never takes a later word with it, and nobody waits for another. `work_ids` names the work
-- that changed; null where all of it may have.
-- owner: charging
create table group_marks (
  cell smallint not null,
  client_id text not null,
  mark text not null,
  work_ids jsonb,
  primary key (cell, client_id, mark)
);
