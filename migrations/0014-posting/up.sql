-- How a lane stands, for people: written when it changes, never per call.
alter table posting_lanes
  add column breaker_at timestamptz,
  add column probe_at timestamptz,
  add column failures integer not null default 0,
  add column last_error text,
  add column last_error_at timestamptz,
  add column rests_until timestamptz;

-- A person stopped the posting of a connection; the rows that are there stop it.
-- owner: posting
create table posting_pauses (
  cell smallint not null,
  connection_id text not null,
  stream text not null check (stream in ('cost', 'documents')),
  reason text not null,
  paused_by text not null,
  paused_at timestamptz not null,
  primary key (cell, connection_id, stream)
);

-- When a flow may go out, from a day on. Kept when a later one follows, so that what held then can be told.
-- owner: posting
create table posting_schedules (
  cell smallint not null,
  connection_id text not null,
  stream text not null check (stream in ('cost', 'documents')),
  valid_from date not null,
  mode text not null check (mode in ('real_time', 'batch', 'window')),
  every_minutes integer check (every_minutes between 1 and 1440),
  time_zone text not null,
  windows jsonb not null,
  blackouts jsonb not null,
  reason text not null,
  set_by text not null,
  set_at timestamptz not null,
  primary key (cell, connection_id, stream, valid_from),
  check ((mode = 'batch') = (every_minutes is not null))
);

-- Limits of a connection that differ from those its connector declares; null keeps the declared one.
-- owner: egress
create table connection_limits (
  cell smallint not null,
  connection_id text not null,
  per_second integer check (per_second > 0),
  per_minute integer check (per_minute > 0),
  per_day integer check (per_day > 0),
  concurrency integer check (concurrency > 0),
  reason text not null,
  set_by text not null,
  set_at timestamptz not null,
  primary key (cell, connection_id)
);

-- What each process used of a connection's limits on the vendor's day, written every few seconds: the day's sum
-- survives a restart, and who was seen lately shares what is allowed.
-- owner: egress
create table connection_meters (
  cell smallint not null,
  connection_id text not null,
  day date not null,
  process text not null,
  calls bigint not null,
  seen_at timestamptz not null,
  paused_until timestamptz,
  factor numeric not null,
  primary key (cell, connection_id, day, process)
);

-- Claiming goes around among entities and clients, so that a large one does not hold up a small one.
drop index works_cost_waiting;

create index works_cost_waiting on works (cell, cost_connection, legal_entity, coalesce(client_id, ''), work_id)
  where cost_bucket = 'waiting'
