-- A billing run that starts by itself: for the month before, from a day of the month on. `next_month` is the first
-- month it has not billed yet; moving it in the commit that freezes the run makes each month's run start once.
-- owner: billing
create table run_schedules (
  cell smallint not null,
  schedule_id uuid not null,
  selection jsonb not null,
  day_of_month smallint not null check (day_of_month between 1 and 28),
  next_month date not null check (extract(day from next_month) = 1),
  enabled boolean not null,
  created_by text not null,
  created_at timestamptz not null,
  primary key (cell, schedule_id)
);
