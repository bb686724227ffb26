-- The latest revision of every piece of work and the one bucket per outcome in which it stands.
-- Text of people (descriptions) stays in the sealed payload.
-- owner: charging
create table works (
  cell smallint not null,
  work_id uuid not null,
  kind text not null check (kind in ('time_entry', 'instalment')),
  connection_id text not null,
  stream text not null,
  source_id text not null,
  revision integer not null,
  position bigint not null,
  mapping text not null,
  worker_ref text,
  project_ref text,
  task_ref text,
  worker_id text,
  project_id text,
  task_id text,
  client_id text,
  contract_id text,
  legal_entity text,
  cost_center text,
  labor_category text,
  region text,
  work_on date not null,
  hours numeric not null,
  billable boolean not null,
  content_digest text not null,
  approval text not null check (approval in ('submitted', 'approved', 'voided', 'rejected', 'withdrawn', 'deleted')),
  approval_token text,
  cost_bucket text not null check (cost_bucket in ('none', 'waiting', 'held', 'in_flight', 'in_doubt', 'accepted', 'reversed')),
  pay_bucket text not null check (pay_bucket in ('none', 'not_payable', 'waiting', 'held', 'exported', 'confirmed', 'corrected')),
  bill_bucket text not null check (bill_bucket in ('none', 'non_billable', 'included', 'written_off', 'held', 'parked', 'priced',
    'draft', 'in_flight', 'in_doubt', 'issued', 'credited', 'disputed', 'paid')),
  cost_connection text,
  cost_minor bigint,
  cost_currency text,
  cost_digest text,
  cost_posted_digest text,
  bill_minor bigint,
  bill_currency text,
  held boolean not null,
  as_of bigint not null,
  engine text not null,
  primary key (cell, work_id)
);

create index works_worker on works (cell, worker_id, work_id);

create index works_project on works (cell, project_id, work_id);

create index works_held on works (cell, work_id) where held;

create index works_cost_waiting on works (cell, cost_connection, work_id) where cost_bucket = 'waiting';

create index works_month on works (cell, work_on);

-- What a superseded revision was. Append-only.
-- owner: charging
create table work_revisions (
  cell smallint not null,
  work_id uuid not null,
  revision integer not null,
  position bigint not null,
  superseded_at bigint not null,
  work jsonb not null,
  primary key (cell, work_id, revision, superseded_at)
);

-- An approval is a record of its own; content changed after it voids it.
-- owner: charging
create table approvals (
  cell smallint not null,
  work_id uuid not null,
  revision integer not null,
  level text not null,
  approver text,
  approved_at text,
  outcome text not null,
  system text not null,
  position bigint not null,
  primary key (cell, work_id, revision, level, position)
);

-- Priced work, only ever written as the difference between what should exist and what exists.
-- The sum over a work's rows is what it is worth. Only state, document_id and line_no may change.
-- owner: charging
create table charges (
  cell smallint not null,
  work_id uuid not null,
  seq smallint not null,
  revision integer not null,
  hours numeric not null,
  amount_minor bigint not null,
  currency text not null,
  client_id text not null,
  contract_id text not null,
  legal_entity text not null,
  project_id text not null,
  labor_category text,
  work_on date not null,
  rate numeric,
  rate_id text,
  engine text not null,
  as_of bigint not null,
  decision text not null,
  written_at bigint not null,
  -- included: valued, never a line. priced: waits for a run. pending: its work is on a document, billing decides.
  -- proposed: on an issued document, waits for a person. draft, in_flight, in_doubt, issued: on document_id.
  state text not null check (state in ('included', 'priced', 'pending', 'proposed', 'declined', 'draft', 'in_flight', 'in_doubt', 'issued')),
  document_id uuid,
  line_no integer,
  corrects_document uuid,
  primary key (cell, work_id, seq),
  check ((document_id is not null) = (state in ('draft', 'in_flight', 'in_doubt', 'issued')))
);

create index charges_priced on charges (cell, client_id, contract_id, work_on) where state = 'priced';

create index charges_open on charges (cell, state, work_id) where state in ('pending', 'proposed');

create index charges_document on charges (cell, document_id) where document_id is not null;

create function charges_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (new.cell, new.work_id, new.seq, new.revision, new.hours, new.amount_minor, new.currency, new.client_id,
     new.contract_id, new.legal_entity, new.project_id, new.work_on, new.engine, new.as_of, new.decision, new.written_at)
     is distinct from (old.cell, old.work_id, old.seq, old.revision, old.hours, old.amount_minor, old.currency, old.client_id,
     old.contract_id, old.legal_entity, old.project_id, old.work_on, old.engine, old.as_of, old.decision, old.written_at) then
    raise exception 'charges are append-only' using errcode = 'insufficient_privilege';
  end if;
  if old.state = 'issued' and (new.state, new.document_id) is distinct from (old.state, old.document_id) then
    raise exception 'what is issued is pinned' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create trigger charges_append_only before update or delete on charges for each row execute function charges_keep();

-- Master data that changed and whose work is still to be looked at again: level, not edge.
-- owner: charging
create table reevaluations (
  cell smallint not null,
  position bigint not null,
  key text not null,
  after_work uuid,
  primary key (cell, position, key)
);
