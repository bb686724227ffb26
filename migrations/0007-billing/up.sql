-- owner: billing
create table billing_runs (
  cell smallint not null,
  run_id uuid not null,
  selection jsonb not null,
  period_from date not null,
  period_until date not null,
  cut_off bigint not null,
  state text not null check (state in ('frozen', 'drafting', 'drafted', 'empty')),
  requested_by text not null,
  requested_at timestamptz not null,
  primary key (cell, run_id)
);

-- A document's id is minted in the commit that freezes its members and never changes; `reference` carries it outside.
-- planned: frozen, not yet in the ERP. drafted: exactly one draft stands there. release_requested: to be issued.
-- discard_requested: its draft is to be removed from the ERP, and only then do its members go back.
-- owner: billing
create table documents (
  cell smallint not null,
  document_id uuid not null,
  run_id uuid not null,
  kind text not null check (kind in ('invoice', 'credit')),
  legal_entity text not null,
  client_id text not null,
  contract_id text not null,
  connection_id text not null,
  currency text not null,
  reference text not null,
  status text not null check (status in ('planned', 'drafted', 'release_requested', 'issued', 'discard_requested', 'discarded')),
  -- A write of it is under way or unanswered: until that is settled its content stands still.
  sending text check (sending in ('in_flight', 'in_doubt')),
  -- Set when a case stops the document: the case's code.
  blocked text,
  -- Content version: raised by each rewrite; `sent_version` is what the ERP's draft holds.
  version integer not null,
  sent_version integer,
  period_from date not null,
  period_until date not null,
  accounting_on date,
  net_minor bigint not null,
  tax_minor bigint not null,
  total_minor bigint not null,
  corrects_document uuid,
  erp_external_id text,
  erp_content_digest text,
  erp_number text,
  erp_ledger_on date,
  erp_net_minor bigint,
  erp_tax_minor bigint,
  erp_total_minor bigint,
  created_at timestamptz not null,
  released_by text,
  released_at timestamptz,
  issued_at timestamptz,
  primary key (cell, document_id),
  unique (cell, reference)
);

create index documents_open on documents (cell, status, document_id) where status in ('planned', 'drafted', 'release_requested', 'discard_requested');

create index documents_run on documents (cell, run_id);

-- owner: billing
create table document_lines (
  cell smallint not null,
  document_id uuid not null,
  version integer not null,
  line_no integer not null,
  description text not null,
  project_id text,
  labor_category text,
  hours numeric not null,
  quantity numeric not null,
  unit_price numeric not null,
  amount_minor bigint not null,
  tax_code text,
  tax_rate numeric not null,
  primary key (cell, document_id, version, line_no)
);

create index documents_contract on documents (cell, contract_id, document_id);

create index documents_corrected on documents (cell, corrects_document) where corrects_document is not null;
