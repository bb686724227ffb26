-- One log and one position per cell. Appends lock the head row last, so position order is commit order, without gaps.
-- owner: log
create table log_heads (
  cell smallint primary key,
  position bigint not null,
  chain bytea not null,
  lanes smallint not null check (lanes between 1 and 1024)
);

-- One link per append: the digest of its events' digests, chained. Deleting, inserting or reordering breaks it.
-- owner: log
create table log_links (
  cell smallint not null,
  last_position bigint not null,
  first_position bigint not null,
  digest bytea not null,
  chain bytea not null,
  primary key (cell, last_position)
);

-- Facts: an envelope, a digest and a reference to the payload. Lane 0 carries masters and decisions.
-- owner: log
create table events (
  cell smallint not null,
  lane smallint not null,
  position bigint not null,
  type text not null,
  version smallint not null,
  connection_id text not null,
  stream text not null,
  source_id text not null,
  revision integer not null,
  source_version text,
  payload_digest bytea not null,
  received_at timestamptz not null,
  cause bigint,
  principal text not null,
  primary key (cell, lane, position)
);

-- A key per person or source: destroying it erases the personal part while the evidence stands.
-- owner: log
create table data_keys (
  cell smallint not null,
  subject text not null,
  key_id uuid not null,
  sealed bytea,
  destroyed_at timestamptz,
  primary key (cell, subject),
  unique (cell, key_id)
);

-- The bytes as they came, sealed. Never part of the hash chain; only their digest is.
-- owner: log
create table payloads (
  cell smallint not null,
  position bigint not null,
  key_id uuid not null,
  sealed bytea not null,
  primary key (cell, position)
);

-- owner: log
create table lane_cursors (
  cell smallint not null,
  runner text not null,
  lane smallint not null,
  position bigint not null,
  failures smallint not null default 0,
  primary key (cell, runner, lane)
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'table % is append-only', tg_table_name using errcode = 'insufficient_privilege';
end $$;

create trigger events_append_only before update or delete or truncate on events for each statement execute function refuse_change();

create trigger log_links_append_only before update or delete or truncate on log_links for each statement execute function refuse_change();

insert into log_heads (cell, position, chain, lanes) values (1, 0, sha256('hourbridge'::bytea), 8);
