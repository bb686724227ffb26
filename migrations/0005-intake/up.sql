-- The latest of every source record: what makes a second delivery a duplicate and A, B, A three revisions.
-- owner: intake
create table source_records (
  cell smallint not null,
  connection_id text not null,
  stream text not null,
  source_id text not null,
  revision integer not null,
  source_version text,
  digest bytea not null,
  deleted boolean not null,
  occurs_on date,
  position bigint,
  primary key (cell, connection_id, stream, source_id)
);

create index source_records_window on source_records (cell, connection_id, stream, occurs_on) where not deleted;

-- Versions of a versioned source, so that an older one after a newer one is recorded once and a contradiction is seen.
-- owner: intake
create table source_versions (
  cell smallint not null,
  connection_id text not null,
  stream text not null,
  source_id text not null,
  source_version text not null,
  digest bytea not null,
  primary key (cell, connection_id, stream, source_id, source_version)
);

-- owner: intake
create table source_pulls (
  cell smallint not null,
  connection_id text not null,
  stream text not null,
  cursor text,
  due_at timestamptz not null,
  sweep_due_at timestamptz not null,
  leased_until timestamptz,
  lease_holder text,
  last_success_at timestamptz,
  last_error text,
  failures integer not null default 0,
  last_control jsonb,
  primary key (cell, connection_id, stream)
);

-- owner: intake
create table webhook_deliveries (
  cell smallint not null,
  connection_id text not null,
  delivery_id text not null,
  received_at timestamptz not null,
  primary key (cell, connection_id, delivery_id)
);

-- owner: intake
create table drift_notes (
  cell smallint not null,
  connection_id text not null,
  stream text not null,
  pointer text not null,
  first_position bigint not null,
  last_position bigint not null,
  primary key (cell, connection_id, stream, pointer)
);

-- owner: intake
create table idempotency_keys (
  cell smallint not null,
  principal text not null,
  key text not null,
  fingerprint bytea not null,
  status smallint,
  response text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (cell, principal, key)
);
