-- epoch: raised whenever this database may have lost what it once knew, so that nothing minted after that is taken
-- for something minted before. place: what told this database from a copy when it was last allowed to send.
alter table installations
  add column epoch integer not null default 1 check (epoch > 0),
  add column sending text not null default 'allowed' check (sending in ('allowed', 'recovery', 'copy')),
  add column sending_since timestamptz,
  add column sending_why text,
  add column place jsonb,
  add check (sending = 'allowed' or (sending_since is not null and sending_why is not null));

-- Named where a copy became an installation of its own: the ids of its work stay those of the one it came from.
alter table installations add column works_of text;

-- What a document in the ERP that this database does not know keeps from being billed: null stands for all of them.
-- owner: billing
create table billing_holds (
  cell smallint not null,
  reference text not null,
  connection_id text not null,
  client_id text,
  legal_entity text,
  since timestamptz not null,
  primary key (cell, reference)
);

-- One per restore, take-over or older copy: reading the ERPs' books back before anything is sent again.
-- owner: posting
create table recoveries (
  cell smallint not null,
  epoch integer not null,
  state text not null check (state in ('settling', 'sources', 'reading', 'matching', 'done')),
  why text not null,
  started_at timestamptz not null,
  -- Nothing that was sent before the start lands after this.
  read_at timestamptz not null,
  -- The last position before the start, and the last one that was seen outside this database.
  kept_position bigint not null,
  lost_position bigint,
  last_event_at timestamptz,
  waived_by text,
  waits_for text[] not null default '{}',
  finished_at timestamptz,
  primary key (cell, epoch)
);

-- owner: posting
create table recovery_targets (
  cell smallint not null,
  epoch integer not null,
  connection_id text not null,
  state text not null check (state in ('waiting', 'read', 'matched')),
  after_work uuid,
  costs integer not null default 0,
  documents integer not null default 0,
  matched integer not null default 0,
  taken_over integer not null default 0,
  to_write_again integer not null default 0,
  missing integer not null default 0,
  read_at timestamptz,
  last_error text,
  primary key (cell, epoch, connection_id)
);

-- A cost record as it stands in an ERP's books.
-- owner: posting
create table recovery_costs (
  cell smallint not null,
  connection_id text not null,
  external_id text not null,
  key text not null,
  epoch integer not null,
  hours numeric not null,
  work_on date not null,
  -- Ids at the target, where it shows them.
  company text,
  worker text,
  project text,
  task text,
  billable boolean,
  standing text not null default 'found' check (standing in ('found', 'matched', 'unknown', 'settled')),
  work_id uuid,
  decided_by text,
  reason text,
  primary key (cell, connection_id, external_id)
);

create index recovery_costs_key on recovery_costs (cell, connection_id, key);

create index recovery_costs_unknown on recovery_costs (cell, connection_id) where standing = 'unknown';

-- A document as it stands in an ERP's books.
-- owner: posting
create table recovery_documents (
  cell smallint not null,
  connection_id text not null,
  external_id text not null,
  reference text not null,
  epoch integer not null,
  document_id uuid,
  client_id text,
  legal_entity text,
  state text not null check (state in ('draft', 'issued', 'cancelled')),
  net_minor bigint not null,
  currency text not null,
  found jsonb not null,
  standing text not null default 'found'
    check (standing in ('found', 'known', 'held', 'adopted', 'discarding', 'discarded', 'foreign', 'over')),
  why_held text,
  decided_by text,
  reason text,
  decided_at timestamptz,
  primary key (cell, connection_id, external_id)
);

create index recovery_documents_held on recovery_documents (cell, connection_id) where standing in ('held', 'discarding');
