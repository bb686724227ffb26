-- One writer at a time per connection (and company where the ERP needs it), with a fencing number.
-- owner: posting
create table posting_lanes (
  cell smallint not null,
  connection_id text not null,
  company text not null,
  stream text not null check (stream in ('cost', 'documents')),
  runner text,
  fence bigint not null,
  leased_until timestamptz,
  breaker text not null default 'closed',
  primary key (cell, connection_id, company, stream)
);

-- Cost records sent in one call. The batch carries the outcome; exceptions stand on its members.
-- owner: posting
create table cost_batches (
  cell smallint not null,
  batch_id uuid not null,
  connection_id text not null,
  company text not null,
  operation text not null check (operation in ('write', 'remove')),
  state text not null check (state in ('claimed', 'sent', 'confirmed', 'rejected', 'in_doubt', 'located', 'absent', 'manual')),
  fence bigint not null,
  claimed_at timestamptz not null,
  sent_at timestamptz,
  settle_at timestamptz,
  looks smallint not null default 0,
  next_look_at timestamptz,
  answer text,
  primary key (cell, batch_id)
);

create index cost_batches_open on cost_batches (cell, connection_id, state) where state in ('claimed', 'sent', 'in_doubt');

-- owner: posting
create table cost_members (
  cell smallint not null,
  batch_id uuid not null,
  work_id uuid not null,
  revision integer not null,
  digest text,
  -- What was sent, for the locator; what the target held before, as far as known.
  hours numeric not null,
  work_on date not null,
  posted_digest text,
  external_id text,
  outcome text not null default 'as_batch' check (outcome in ('as_batch', 'accepted', 'refused', 'absent')),
  code text,
  message text,
  primary key (cell, batch_id, work_id)
);

create index cost_members_work on cost_members (cell, work_id);

-- Refusals that posting itself watches for their cure.
create index cost_members_waiting on cost_members (cell, code, work_id)
  where outcome = 'refused' and code in ('ERP_REFERENCE_MISSING', 'PERIOD_CLOSED');

-- Creating and posting are two writes of one document, each with its own states.
-- owner: posting
create table document_postings (
  cell smallint not null,
  document_id uuid not null,
  connection_id text not null,
  company text not null,
  step text not null check (step in ('create', 'update', 'post', 'discard')),
  attempt integer not null,
  state text not null check (state in ('claimed', 'sent', 'confirmed', 'rejected', 'in_doubt', 'located', 'absent', 'manual')),
  version integer not null,
  -- Over the amounts that were sent, so that a draft found later can be told from an edited one.
  digest text not null,
  fence bigint not null,
  claimed_at timestamptz not null,
  sent_at timestamptz,
  settle_at timestamptz,
  looks smallint not null default 0,
  next_look_at timestamptz,
  retry_at timestamptz,
  external_id text,
  code text,
  answer text,
  primary key (cell, document_id, step, attempt)
);

create index document_postings_open on document_postings (cell, connection_id, state, document_id) where state in ('claimed', 'sent', 'in_doubt');

create index document_postings_resting on document_postings (cell, connection_id, retry_at) where state = 'rejected';
