-- Changes of master data that wait until somebody other than their author decides.

-- proposed: waits. overtaken: its author proposed it anew on later knowledge. `base_position` is what was known when the
-- difference was shown; `changes` are the statements as they would be recorded. Nothing of it moves but its decision.
-- owner: masterdata
create table master_proposals (
  cell smallint not null,
  proposal_id uuid not null,
  title text not null,
  reason text,
  author text not null,
  proposed_at timestamptz not null,
  -- Of the author's word in the log.
  position bigint not null,
  changes jsonb not null,
  summary jsonb not null,
  base_position bigint not null,
  -- What it would change in money, as far as it was computed.
  effect jsonb,
  state text not null default 'proposed'
    check (state in ('proposed', 'approved', 'declined', 'withdrawn', 'overtaken')),
  decided_by text,
  decided_at timestamptz,
  note text,
  -- Of the decision in the log, and where knowledge stood once an approved one was recorded.
  decided_position bigint,
  applied_position bigint,
  primary key (cell, proposal_id),
  check ((state = 'proposed') = (decided_by is null)),
  check ((decided_by is null) = (decided_at is null)),
  check ((decided_by is null) = (decided_position is null)),
  check ((state = 'approved') = (applied_position is not null)),
  check (state <> 'approved' or decided_by <> author),
  check (state not in ('withdrawn', 'overtaken') or decided_by = author)
);

create unique index master_proposals_newest on master_proposals (cell, position);

create index master_proposals_waiting on master_proposals (cell, position) where state = 'proposed';

create function master_proposals_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' or (new.cell, new.proposal_id, new.title, new.reason, new.author, new.proposed_at, new.position,
     new.changes, new.summary, new.base_position) is distinct from (old.cell, old.proposal_id, old.title, old.reason, old.author,
     old.proposed_at, old.position, old.changes, old.summary, old.base_position) then
    raise exception 'a proposal keeps what it says' using errcode = 'insufficient_privilege';
  end if;
  if old.state <> 'proposed' then
    raise exception 'a decision stands' using errcode = 'insufficient_privilege';
  end if;
  return new;
end $$;

create trigger master_proposals_keep before update or delete on master_proposals
  for each row execute function master_proposals_keep();
