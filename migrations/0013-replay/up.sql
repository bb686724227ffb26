-- What the source or a person said, apart from what master data fills in: a worker who moves to another category reprices
-- the work that names none. Rows of before keep what they have until they are understood again.
alter table works add column stated_labor_category text, add column stated_region text;

update works set stated_labor_category = labor_category, stated_region = region;

-- A selection of work understood and decided again. First estimated without effect, then, when somebody starts it, done.
-- estimating: being looked at. ready: the dry run stands and waits for a start. confirming: everything
-- planned is decided once more and compared before the first write. running: writes, chunk by chunk.
-- refused: the answer moved after the dry run; what was done stays done and is as it was announced.
-- owner: charging
create table replays (
  cell smallint not null,
  replay_id uuid not null,
  selection jsonb not null,
  state text not null check (state in ('estimating', 'ready', 'confirming', 'running', 'done', 'cancelled', 'refused')),
  requested_by text not null,
  requested_at timestamptz not null,
  -- Where the estimate's scan stands, and the end of the log when it began.
  scan jsonb not null,
  log_head bigint not null,
  -- Position of the master data that the last look decided with.
  masters_at bigint not null default 0,
  looked integer not null default 0,
  planned integer not null default 0,
  done integer not null default 0,
  summary jsonb not null default '[]',
  done_summary jsonb not null default '[]',
  works_per_second integer check (works_per_second between 1 and 100000),
  next_at timestamptz,
  after_work uuid,
  started_by text,
  started_at timestamptz,
  -- Position of the decision that started it: what it writes was decided there.
  decided_at bigint,
  ended_at timestamptz,
  failures smallint not null default 0,
  reason text,
  primary key (cell, replay_id)
);

create index replays_open on replays (cell, requested_at) where state in ('estimating', 'confirming', 'running');

-- One row per work that was looked at, with what it comes to and why.
-- owner: charging
create table replay_items (
  cell smallint not null,
  replay_id uuid not null,
  work_id uuid not null,
  lane smallint not null,
  connection_id text not null,
  stream text not null,
  source_id text not null,
  action text not null check (action in ('create', 'change', 'stamp', 'skip')),
  state text not null check (state in ('planned', 'done', 'overtaken', 'skipped')),
  reason text not null,
  -- Latest revision when it was looked at, and what would come of it; the digest is over what must not move until it is done.
  revision integer not null,
  effect jsonb not null,
  digest text not null,
  primary key (cell, replay_id, work_id)
);

create index replay_items_planned on replay_items (cell, replay_id, lane, work_id) where state = 'planned';
