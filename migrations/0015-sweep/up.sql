-- The reading back of an ERP's whole books: one row per connection, the sweep under way or asked for, and what the
-- last finished one found. `next_from` is the first day whose cost records are still to be compared; null when the
-- documents are next.
-- owner: posting
create table sweeps (
  cell smallint not null,
  connection_id text not null,
  scope text not null check (scope in ('window', 'whole')),
  state text not null check (state in ('running', 'idle')),
  asked_by text not null,
  started_at timestamptz not null,
  from_on date not null,
  next_from date,
  costs bigint not null default 0,
  documents bigint not null default 0,
  found integer not null default 0,
  leased_until timestamptz,
  rests_until timestamptz,
  failure text,
  last jsonb,
  primary key (cell, connection_id)
);
