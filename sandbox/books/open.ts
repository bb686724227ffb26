/** The books of the simulated firm and its ERP: one SQLite file. A reply is sent only after the commit. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

const schema = `
create table if not exists setting (name text primary key, value text not null) strict;
create table if not exists record (
  no integer primary key, kind text not null, code text not null, body text not null,
  created_at text not null, updated_at text not null, unique (kind, code)) strict;
create table if not exists entry (
  no integer primary key, id text not null unique, version integer not null, deleted integer not null,
  worker text not null, project text, task text, cost_center text, labor_category text, service_item text,
  work_on text not null, hours text not null, billable integer not null, region text,
  description text not null, state text not null, approver text, approved_at text, level text,
  extra text, billing_status text, external_id text,
  created_at text not null, updated_at text not null) strict;
create index if not exists entry_feed on entry (updated_at, id);
create index if not exists entry_day on entry (work_on);
create table if not exists cost (
  id integer primary key autoincrement, key text not null, company text not null, worker text not null,
  project text not null, task text, work_on text not null, hours text not null, billable integer not null,
  description text not null, version integer not null default 1,
  created_ms integer not null, updated_ms integer not null) strict;
create index if not exists cost_key on cost (key);
create table if not exists document (
  id integer primary key autoincrement, reference text not null, kind text not null, company text not null,
  client text not null, currency text not null, description text not null, state text not null,
  taxed integer not null, number text, accounting_on text, invoice_on text, ledger_on text, corrects integer,
  created_ms integer not null, updated_ms integer not null) strict;
create index if not exists document_reference on document (reference);
create table if not exists document_line (
  id integer primary key autoincrement, document integer not null, line_no integer not null,
  description text not null, quantity text not null, unit_price text not null, amount text not null,
  tax_code text, project text) strict;
create index if not exists line_document on document_line (document, line_no);
create table if not exists sequence (
  company text not null, year text not null, last integer not null, last_on text not null,
  primary key (company, year)) strict;
create table if not exists fault (
  id integer primary key autoincrement, kind text not null, fault text not null,
  skip integer not null, remaining integer not null, delay_ms integer not null) strict;
create table if not exists replay (key text primary key, document integer not null) strict;
create table if not exists acknowledged_warning (name text primary key) strict;
create table if not exists outbox (
  id integer primary key autoincrement, body text not null, attempts integer not null, due_ms integer not null
  ) strict;
`

export type Row = Record<string, string | number | null>

export class Books {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  /** Without a directory the books are in memory, and gone with the process. */
  constructor(directory: string | null) {
    if (directory !== null) mkdirSync(directory, { recursive: true })
    this.#database = new DatabaseSync(directory === null ? ':memory:' : join(directory, 'books.sqlite'))
    if (directory !== null)
      this.#database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma busy_timeout = 5000')
    this.#database.exec(schema)
  }

  all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepared(sql).all(...values) as Row[]
  }

  get(sql: string, ...values: SQLInputValue[]): Row | null {
    return (this.#prepared(sql).get(...values) as Row | undefined) ?? null
  }

  /** The id of the row that was inserted. */
  insert(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).lastInsertRowid)
  }

  /** How many rows changed. */
  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepared(sql).run(...values).changes)
  }

  /** Everything or nothing; durable on return. */
  transaction<T>(work: () => T): T {
    if (this.#database.isTransaction) return work()
    this.#database.exec('begin immediate')
    try {
      const result = work()
      this.#database.exec('commit')
      return result
    } catch (error) {
      this.#database.exec('rollback')
      throw error
    }
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }

  #prepared(sql: string): StatementSync {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }
}
