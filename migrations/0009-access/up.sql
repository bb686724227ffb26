-- People and keys belong to the installation, not to a cell: no statement of a cell's transaction joins them.

-- A person who may sign in. Never deleted, because decisions name them; `disabled_at` ends every access.
-- owner: access
create table principals (
  id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  email text not null unique check (email = lower(email) and length(email) <= 320),
  email_verified boolean not null default false,
  image text,
  password_change_due boolean not null default false,
  disabled_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- owner: access
create table principal_roles (
  principal_id uuid not null references principals,
  role text not null,
  granted_by text not null,
  granted_at timestamptz not null,
  primary key (principal_id, role)
);

-- The hash of a password (provider `credential`), written by the sign-in library only.
-- owner: access
create table credentials (
  id uuid primary key,
  principal_id uuid not null references principals,
  provider_id text not null,
  account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);

create index credentials_principal on credentials (principal_id);

-- The token alone opens nothing: the cookie carries it with a signature whose key is not in the database.
-- owner: access
create table sign_in_sessions (
  id uuid primary key,
  principal_id uuid not null references principals,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create index sign_in_sessions_principal on sign_in_sessions (principal_id);

-- owner: access
create table verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create index verifications_identifier on verifications (identifier);

-- A system's key. Only its SHA-256 is kept: the key is 256 random bits, so there is nothing to guess offline.
-- owner: access
create table api_keys (
  key_id uuid primary key,
  name text not null check (length(name) between 1 and 200),
  digest bytea not null unique check (octet_length(digest) = 32),
  hint text not null,
  roles text[] not null check (cardinality(roles) between 1 and 20),
  expires_at timestamptz not null,
  created_by text not null,
  created_at timestamptz not null,
  revoked_by text,
  revoked_at timestamptz,
  check ((revoked_at is null) = (revoked_by is null))
);
