-- What cannot go through: a cause, an owner and the money it holds up. One open case per subject, outcome and code.
-- owner: cases
create table cases (
  cell smallint not null,
  case_id uuid not null,
  code text not null,
  subject_kind text not null check (subject_kind in ('work', 'document', 'source_record', 'connection', 'batch')),
  subject_id text not null,
  outcome text not null check (outcome in ('cost', 'pay', 'bill', 'none')),
  waits_on text not null,
  seen_position bigint not null,
  state text not null check (state in ('open', 'resolved')),
  resolution text,
  owner text not null,
  assignee text,
  hours numeric,
  money_minor bigint,
  currency text,
  client_id text,
  project_id text,
  detail jsonb not null,
  payload_position bigint,
  opened_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by text,
  primary key (cell, case_id)
);

create unique index cases_open on cases (cell, subject_kind, subject_id, outcome, code) where state = 'open';

create index cases_listed on cases (cell, state, opened_at, case_id);
