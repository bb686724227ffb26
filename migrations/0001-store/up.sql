-- What this database has been brought to. A row is written in the transaction of the migration it records.
-- owner: store
create table migrations (
  number     integer     primary key check (number > 0),
  name       text        not null unique,
  digest     bytea       not null check (octet_length(digest) = 32),
  applied_at timestamptz not null
);

-- Which installation this database belongs to: one row, written once. The id goes out in every key.
-- owner: store
create table installations (
  single          boolean     primary key default true check (single),
  installation_id uuid        not null,
  environment     text        not null check (environment in ('production', 'test', 'training', 'sandbox')),
  created_at      timestamptz not null
);
