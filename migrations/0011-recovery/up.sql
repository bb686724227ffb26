-- epoch: raised whenever this database may have lost what it once knew, so that nothing minted after that is taken
-- for something minted before. place: what told this database from a copy when it was last allowed to send.
alter table installations
  add column epoch integer not null default 1 check (epoch > 0),
  add column sending text not null default 'allowed' check (sending in ('allowed', 'recovery', 'copy')),
  add column sending_since timestamptz,
  add column sending_why text,
  add column place jsonb,
  add check (sending = 'allowed' or (sending_since is not null and sending_why is not null));
