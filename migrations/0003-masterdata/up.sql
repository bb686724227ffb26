-- Locked shared by charging and exclusively by a change, so no change slips between. `position`: the last change learned.
-- owner: masterdata
create table master_heads (
  cell smallint primary key,
  position bigint not null
);

insert into master_heads (cell, position) values (1, 0);

-- Two axes of time: valid (half-open days) and learned (positions). A null body ends the record over that stretch.
-- owner: masterdata
create table master_records (
  cell smallint not null,
  kind text not null,
  record_id text not null,
  valid_from date not null,
  valid_until date,
  learned_at bigint not null,
  superseded_at bigint,
  connection_id text not null,
  body text,
  primary key (cell, kind, record_id, valid_from, learned_at),
  check (valid_until is null or valid_until > valid_from),
  check (superseded_at is null or superseded_at > learned_at)
);

create index master_records_learned on master_records (cell, learned_at);

create index master_records_superseded on master_records (cell, superseded_at) where superseded_at is not null;

create index master_records_live on master_records (cell, kind, record_id) where superseded_at is null;

-- Every system's ids. Several systems may name one record; one system's id names one record.
-- owner: masterdata
create table cross_references (
  cell smallint not null,
  connection_id text not null,
  kind text not null,
  external_id text not null,
  record_id text not null,
  learned_at bigint not null,
  primary key (cell, connection_id, kind, external_id)
);

create index cross_references_learned on cross_references (cell, learned_at);

create index cross_references_record on cross_references (cell, connection_id, kind, record_id);

-- Which connection owns a kind of record; a kind without an owner is shown as such.
-- owner: masterdata
create table ownerships (
  cell smallint not null,
  kind text not null,
  connection_id text not null,
  primary key (cell, kind, connection_id)
);

-- Which target takes the cost and the documents of a legal entity ('*' for all others).
-- owner: masterdata
create table routes (
  cell smallint not null,
  legal_entity text not null,
  outcome text not null check (outcome in ('cost', 'bill')),
  connection_id text not null,
  primary key (cell, legal_entity, outcome)
);

-- owner: masterdata
create table connections (
  cell smallint not null,
  connection_id text not null,
  connector text not null,
  name text not null,
  base_url text not null,
  settings jsonb not null,
  sealed_secrets bytea,
  simulated boolean not null,
  enabled boolean not null,
  created_at timestamptz not null,
  primary key (cell, connection_id)
);
