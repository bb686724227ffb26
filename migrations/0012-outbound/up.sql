-- What each deciding transaction changed: one row, numbered under the lock of the head, so that the order of numbers
-- is the order of commits and has no gaps. The events are in the row, because what they tell may be another tomorrow.
-- owner: log
create table change_heads (
  cell smallint primary key,
  number bigint not null,
  -- That of the installation; in every event's id, so that a restored older copy uses none again for other content.
  epoch integer not null check (epoch > 0)
);

insert into change_heads (cell, number, epoch) values (1, 0, 1);

-- owner: log
create table changes (
  cell smallint not null,
  number bigint not null,
  epoch integer not null,
  recorded_at timestamptz not null,
  -- How many events the row holds, and of which kinds.
  events integer not null check (events > 0),
  kinds text[] not null,
  -- Compressed (Zstandard) JSON: a list of kind, id of the subject and data.
  body bytea not null,
  primary key (cell, number)
);

-- Compressed already.
alter table changes alter column body set storage external;

create index changes_recorded on changes (cell, recorded_at);

create trigger changes_kept before update on changes for each statement execute function refuse_change();

-- Who is told of changes. The cursor: everything up to and with `cursor_number` was accepted or is set aside, and of
-- the row after it the first `cursor_index` events.
-- owner: outbound
create table event_subscriptions (
  cell smallint not null,
  subscription_id uuid not null,
  name text not null,
  kind text not null check (kind in ('webhook', 'nats')),
  url text not null,
  settings jsonb not null,
  sealed_secrets bytea,
  -- Null: every type.
  kinds text[],
  state text not null check (state in ('active', 'paused', 'disabled')),
  reason text,
  cursor_number bigint not null,
  cursor_index integer not null,
  -- Of the receiver as a whole, in a row.
  failures integer not null,
  next_attempt_at timestamptz not null,
  runner text,
  fence bigint not null,
  leased_until timestamptz,
  created_by text not null,
  created_at timestamptz not null,
  primary key (cell, subscription_id),
  check ((state = 'disabled') = (reason is not null))
);

-- Events of subjects of which one was refused: the first waits for its next attempt, the others for the first.
-- owner: outbound
create table event_set_asides (
  cell smallint not null,
  subscription_id uuid not null,
  number bigint not null,
  index integer not null,
  subject text not null,
  attempts integer not null,
  next_attempt_at timestamptz not null,
  primary key (cell, subscription_id, number, index)
);

create index event_set_asides_subject on event_set_asides (cell, subscription_id, subject, number, index);

-- A range that somebody asked to be delivered again. It does not move the cursor.
-- owner: outbound
create table event_replays (
  cell smallint not null,
  replay_id uuid not null,
  subscription_id uuid not null,
  from_number bigint not null,
  until_number bigint not null,
  kinds text[],
  subject text,
  state text not null check (state in ('running', 'done', 'failed', 'cancelled')),
  reached_number bigint not null,
  reached_index integer not null,
  delivered bigint not null,
  failures integer not null,
  next_attempt_at timestamptz not null,
  requested_by text not null,
  requested_at timestamptz not null,
  primary key (cell, replay_id)
);

create index event_replays_running on event_replays (cell, subscription_id, requested_at) where state = 'running';

-- What happened to deliveries: a run of accepted ones in one row, a failed one in a row of its own.
-- owner: outbound
create table event_deliveries (
  cell smallint not null,
  delivery_id uuid not null,
  subscription_id uuid not null,
  at timestamptz not null,
  result text not null check (result in ('accepted', 'refused', 'unavailable')),
  events integer not null,
  first_event text not null,
  last_event text not null,
  status integer,
  message text,
  replay_id uuid,
  primary key (cell, delivery_id)
);

create index event_deliveries_listed on event_deliveries (cell, subscription_id, delivery_id);

create index event_deliveries_old on event_deliveries (cell, at);
