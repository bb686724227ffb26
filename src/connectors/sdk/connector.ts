/**
 * What a connector is: declarations and mappings. Transport, limits, retries, recording and egress safety
 * live below it, once. A connector never opens a socket, reads a clock or keeps state between calls.
 */
import type { Day } from '../../kernel/dates.ts'
import type { UnderstoodMaster, UnderstoodWork } from '../../model/understood.ts'
import type { ErpTarget } from './target.ts'

/** How far an operation has been verified, shown to users per operation. */
export type ContractLevel = 'specified' | 'simulated' | 'recorded' | 'live'

export type OutboundRequest = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Path and query below the connection's base address. */
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** True when repeating the request cannot do harm: only such requests are retried by the transport. */
  readonly safe: boolean
  /** True for the login itself: sent without credentials and never followed by another login. */
  readonly anonymous?: boolean
  readonly timeoutMs?: number
}
export type OutboundResponse = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}
/** Throws ConnectorFault: `effect: 'none'` when the request provably never arrived, `'unknown'` otherwise. */
export type Transport = { request(request: OutboundRequest): Promise<OutboundResponse> }

/** One configured link to one outside system; secrets are opened only for the duration of a call. */
export type ConnectionContext = {
  readonly connectionId: string
  readonly installationId: string
  readonly environment: string
  /** Plain settings of the connection, declared by the connector (company ids, custom field ids and so on). */
  readonly settings: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  readonly transport: Transport
  readonly now: () => Date
  /** A place for a session token; lives as long as the process, guarded by a single-flight lock. */
  readonly session: { token: string | null; refresh(login: () => Promise<string>): Promise<string> }
}

/** One record as the source handed it out. The bytes are kept as they came. */
export type SourceRecord = {
  readonly sourceId: string
  /** The source's own version, ordered by `compareVersions`; null where the source has none. */
  readonly version: string | null
  readonly bytes: Uint8Array
  /** The business day the record belongs to: what a windowed sweep compares id sets by. */
  readonly occursOn: Day | null
  /** Whose data key seals the payload: a person's id at the source, or null for the source's own key. */
  readonly subject: string | null
}
export type PullPage = {
  readonly records: readonly SourceRecord[]
  /** Ids the source says are deleted (tombstones), where it says so at all. */
  readonly deleted: readonly string[]
  /**
   * Where the next pull starts: inclusive, so the last rows come again and are recognised. Kept after every page, so
   * everything before it stands on this page or on one that came earlier.
   */
  readonly cursor: string | null
}
export type PullWindow = { readonly from: Day; readonly until: Day }
/** What the source says it holds for a sweep, to be compared with what arrived. */
type ControlTotal = { readonly count: number; readonly hours: string | null }

export type StreamDefinition = {
  /** `time_entries` for work; `workers`, `clients`, `projects`, `tasks`, `periods`, `legal_entities` for masters. */
  readonly name: string
  readonly carries: 'work' | 'master'
  readonly deletions: 'tombstones' | 'sweep' | 'none'
  /** `incremental` streams have a cursor; `sweep` streams are re-read whole (windowed for work). */
  readonly reading: 'incremental' | 'sweep'
  readonly lookbackMs: number
  readonly everyMs: number
  readonly level: ContractLevel
  /** Pages from `cursor` (inclusive) for incremental reading. */
  readonly pull?: (context: ConnectionContext, cursor: string | null) => AsyncIterable<PullPage>
  /** Every record of the window, pages overlapped or repeated until the count holds still. */
  readonly sweep?: (context: ConnectionContext, window: PullWindow) => AsyncIterable<PullPage>
  readonly control?: (context: ConnectionContext, window: PullWindow) => Promise<ControlTotal>
  /** One record by id; null when the source answers that it is gone (404, never 403). */
  readonly fetchOne?: (context: ConnectionContext, sourceId: string) => Promise<SourceRecord | null>
}

export type VerifiedWebhook =
  | {
      readonly accepted: true
      /** Unique per delivery, for duplicates. */
      readonly deliveryId: string
      readonly stream: string
      /** Full records, or hints (`fetch`) when the payload is thin. */
      readonly records: readonly SourceRecord[]
      readonly deleted: readonly string[]
      readonly fetch: readonly string[]
    }
  | {
      readonly accepted: false
      readonly code: 'BAD_SIGNATURE' | 'STALE_WEBHOOK' | 'MALFORMED_JSON'
      readonly why: string
    }
export type WebhookDefinition = {
  readonly level: ContractLevel
  /** Verifies over the raw bytes, in constant time, before anything is parsed. */
  readonly verify: (
    headers: Readonly<Record<string, string>>,
    raw: Uint8Array,
    secret: string,
    now: Date,
  ) => VerifiedWebhook
}

/** Understanding comes after the log: pure, versioned, never throws on a vendor's payload. */
export type Mapping = {
  readonly version: string
  readonly work: (
    stream: string,
    bytes: Uint8Array,
    settings: Readonly<Record<string, string>>,
  ) => UnderstoodWork
  readonly master: (
    stream: string,
    bytes: Uint8Array,
    settings: Readonly<Record<string, string>>,
  ) => UnderstoodMaster
}

export type SettingDefinition = {
  readonly name: string
  readonly description: string
  readonly required: boolean
  readonly secret: boolean
}
/** Several limits at once; values are the vendor's, overridable per connection. */
export type BudgetDefinition = {
  readonly perSecond?: number
  readonly perMinute?: number
  /** Calls on one day, which begins at midnight of `dayZone` (an IANA zone, UTC unless given). */
  readonly perDay?: number
  readonly dayZone?: string
  readonly concurrency: number
  /** Where the figures are from: the vendor's page, or that there is none and why these were chosen. */
  readonly basis?: string
  readonly responseBytes: number
  readonly timeoutMs: number
}

export type Connector = {
  readonly name: string
  readonly vendor: string
  readonly versions: string
  readonly documentation: string
  readonly settings: readonly SettingDefinition[]
  readonly budget: BudgetDefinition
  /** Added to every request. */
  readonly authenticate: (context: ConnectionContext) => Promise<Readonly<Record<string, string>>>
  /** Proves that address and credentials work; the message is shown to the person who connects. */
  readonly test: (context: ConnectionContext) => Promise<{ ok: boolean; message: string }>
  readonly streams: readonly StreamDefinition[]
  readonly mapping: Mapping
  readonly webhook?: WebhookDefinition
  readonly target?: ErpTarget
}
