/** An ERP in memory that does as it is told: its books are the witness of what was really done. */
import type { ConnectionContext } from '../../src/connectors/sdk/connector.ts'
import { ConnectorFault } from '../../src/connectors/sdk/fault.ts'
import type {
  CostFound,
  CostOutcome,
  CostRecord,
  DraftDocument,
  ErpTarget,
  FoundDocument,
  TargetProfile,
} from '../../src/connectors/sdk/target.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import { day } from '../../src/kernel/dates.ts'
import { digestText } from '../../src/kernel/digest.ts'
import { sumMoney } from '../../src/kernel/money.ts'
import { costMark, documentMark, markedCostKey } from '../../src/model/mark.ts'
import type { TargetLink } from '../../src/posting/deps.ts'

/** How an operation of the ERP misbehaves, once, when it is next called. */
export type Fault =
  | 'reply_lost'
  | 'connection_refused'
  | 'lands_late'
  | 'error_after_commit'
  | 'rate_limited'
  | 'rejected'
  | 'period_closed'

export type Operation = Exclude<keyof ErpTarget, 'profile' | 'levels'>
const rowsPerPage = 3

export const scriptedProfile: TargetProfile = {
  quantityScale: 2,
  unitPriceScale: 4,
  taxPer: 'document',
  costKey: 'unique',
  documentKey: 'drafts',
  settlingMs: 20_000,
  searchLagMs: 5_000,
  costsPerCall: 10,
  costsAtomic: false,
  oneWriterPer: 'connection',
}

export type CostRow = CostRecord & { readonly externalId: string }
export type DocumentRow = {
  externalId: string
  draft: DraftDocument
  state: 'draft' | 'issued' | 'cancelled'
  number: string | null
  taxMinor: bigint
  changedAt: Date
}

export type ScriptedErp = {
  readonly costs: CostRow[]
  readonly documents: DocumentRow[]
  readonly calls: Operation[]
  readonly target: ErpTarget
  link(): TargetLink
  failNext(operation: Operation, ...faults: Fault[]): void
  /** Works whose cost record is refused, by hours. */
  refusedHours: Set<string>
  periodOpen: boolean
  taxPercent: bigint
  /** A locator that never finds anything: the planted bug. */
  blind: boolean
}

const level = 'simulated' as const
/** Later than the first look at the default profile, sooner than the second. */
const lateMs = 26_000

export function scriptedErp(clock: Clock, profile: Partial<TargetProfile> = {}): ScriptedErp {
  const script = new Map<Operation, Fault[]>()
  const late: { atMs: number; apply: () => void }[] = []
  let lastId = 0
  const nextId = () => String(++lastId)

  function land(): void {
    const due = late.filter((one) => one.atMs <= clock.now().getTime())
    for (const one of due) {
      late.splice(late.indexOf(one), 1)
      one.apply()
    }
  }

  function refuse(fault: Fault): void {
    if (fault === 'connection_refused') throw new ConnectorFault('retryable', 'none', 'connect ECONNREFUSED')
    if (fault === 'rate_limited')
      throw new ConnectorFault('rate_limited', 'none', '429 Too Many Requests', { retryAfterMs: 4_000 })
    if (fault === 'rejected') throw new ConnectorFault('business_rejected', 'none', 'The party is not valid.')
    if (fault === 'period_closed') throw new ConnectorFault('period_closed', 'none', 'The period is closed.')
  }

  async function write<T>(operation: Operation, apply: () => T): Promise<T> {
    land()
    erp.calls.push(operation)
    const fault = script.get(operation)?.shift()
    if (fault !== undefined) refuse(fault)
    if (fault === 'lands_late') {
      late.push({ atMs: clock.now().getTime() + lateMs, apply })
      throw new ConnectorFault('in_doubt', 'unknown', 'timeout')
    }
    const result = apply()
    if (fault === 'reply_lost') throw new ConnectorFault('in_doubt', 'unknown', 'socket hang up')
    if (fault === 'error_after_commit') throw new ConnectorFault('retryable', 'unknown', '500')
    return result
  }

  async function read<T>(operation: Operation, answer: () => T): Promise<T> {
    land()
    erp.calls.push(operation)
    const fault = script.get(operation)?.shift()
    if (fault !== undefined) throw new ConnectorFault('retryable', 'unknown', 'timeout')
    return answer()
  }

  /** Read row by row behind the last id, as a list that others change meanwhile is read. */
  async function* pages<Row extends { externalId: string }, Found>(
    operation: Operation,
    rows: () => readonly Row[],
    spell: (row: Row) => Found,
  ): AsyncGenerator<readonly Found[]> {
    for (let last = 0; ; ) {
      const page = await read(operation, () =>
        rows()
          .filter((one) => Number(one.externalId) > last)
          .toSorted((a, b) => Number(a.externalId) - Number(b.externalId))
          .slice(0, rowsPerPage),
      )
      if (page.length > 0) yield page.map(spell)
      if (page.length < rowsPerPage) return
      last = Number(page.at(-1)!.externalId)
    }
  }

  function writeCost(record: CostRecord): CostOutcome {
    const { key } = record
    if (erp.refusedHours.has(record.hours))
      return { key, outcome: 'refused', code: 'HOURS', message: 'Too many hours in a day.' }
    const index = target.profile.costKey === 'unique' ? erp.costs.findIndex((row) => row.key === key) : -1
    const row = { ...record, externalId: erp.costs[index]?.externalId ?? nextId() }
    if (index < 0) erp.costs.push(row)
    else erp.costs[index] = row
    return { key, outcome: 'accepted', externalId: row.externalId }
  }

  function removeCost(key: string): CostOutcome {
    const index = erp.costs.findIndex((row) => row.key === key)
    const externalId = erp.costs[index]?.externalId ?? ''
    if (index >= 0) erp.costs.splice(index, 1)
    return { key, outcome: 'accepted', externalId }
  }

  function row(externalId: string): DocumentRow {
    const found = erp.documents.find((one) => one.externalId === externalId)
    if (found === undefined) throw new ConnectorFault('data_fixable', 'none', 'There is no such document.')
    return found
  }

  /** Exact in every fixture: nothing is rounded away here. */
  function taxOf(draft: DraftDocument): bigint {
    const amounts = draft.lines.map((line) => line.amount)
    return (sumMoney(amounts, draft.currency).minor * erp.taxPercent) / 100n
  }

  const target: ErpTarget = {
    profile: { ...scriptedProfile, ...profile },
    levels: {
      writeCosts: level,
      removeCosts: level,
      createDraft: level,
      updateDraft: level,
      postDocument: level,
      discardDraft: level,
    },
    writeCosts: (_context, records) => write('writeCosts', () => records.map(writeCost)),
    removeCosts: (_context, keys) => write('removeCosts', () => keys.map(removeCost)),
    locateCosts: (_context, keys) =>
      read('locateCosts', (): CostFound[] =>
        erp.blind ? [] : erp.costs.filter((one) => keys.includes(one.key)),
      ),
    listCosts: (context, { from, until }, company) =>
      pages(
        'listCosts',
        () =>
          erp.costs.filter(
            (one) =>
              one.description.startsWith(costMark(context)) &&
              one.workOn >= from &&
              one.workOn < until &&
              (company === null || one.company.externalId === company.externalId),
          ),
        (one) => ({ ...one, key: markedCostKey(context, one.description) ?? one.key }),
      ),
    createDraft: (_context, draft) =>
      write('createDraft', () => {
        const taxMinor = taxOf(draft)
        const made: DocumentRow = {
          externalId: nextId(),
          draft,
          state: 'draft',
          number: null,
          taxMinor,
          changedAt: clock.now(),
        }
        erp.documents.push(made)
        return asFound(made)
      }),
    updateDraft: (_context, externalId, draft) =>
      write('updateDraft', () => {
        const changed = row(externalId)
        changed.draft = draft
        changed.taxMinor = taxOf(draft)
        changed.changedAt = clock.now()
        return asFound(changed)
      }),
    postDocument: (_context, externalId) =>
      write('postDocument', () => {
        const posted = row(externalId)
        if (!erp.periodOpen) refuse('period_closed')
        if (posted.state === 'draft') {
          posted.state = 'issued'
          posted.changedAt = clock.now()
          posted.number = `INV-${erp.documents.filter((one) => one.state === 'issued').length}`
        }
        return asFound(posted)
      }),
    discardDraft: (_context, externalId) =>
      write('discardDraft', () => {
        const discarded = row(externalId)
        erp.documents.splice(erp.documents.indexOf(discarded), 1)
      }),
    locateDocuments: (_context, reference) =>
      read('locateDocuments', () =>
        erp.blind ? [] : erp.documents.filter((one) => one.draft.reference === reference).map(asFound),
      ),
    listDocuments: (context, since, company) =>
      pages(
        'listDocuments',
        () =>
          erp.documents.filter(
            ({ draft, changedAt }) =>
              draft.reference.startsWith(documentMark(context)) &&
              (since === null || changedAt >= new Date(`${since}T00:00:00Z`)) &&
              (company === null || draft.company.externalId === company.externalId),
          ),
        asFound,
      ),
    readDocument: (_context, externalId) =>
      read('readDocument', () => {
        const found = erp.documents.find((one) => one.externalId === externalId)
        return found === undefined ? null : asFound(found)
      }),
  }

  const erp: ScriptedErp = {
    costs: [],
    documents: [],
    calls: [],
    target,
    link: () => ({ target, context: scriptedContext(clock) }),
    failNext: (operation, ...faults) => {
      script.set(operation, [...(script.get(operation) ?? []), ...faults])
    },
    refusedHours: new Set(),
    periodOpen: true,
    taxPercent: 20n,
    blind: false,
  }
  return erp
}

function asFound(row: DocumentRow): FoundDocument {
  const { draft } = row
  const net = sumMoney(
    draft.lines.map((line) => line.amount),
    draft.currency,
  )
  const content = JSON.stringify([draft.reference, draft.client.externalId, draft.lines], (_name, value) =>
    typeof value === 'bigint' ? value.toString() : value,
  )
  return {
    externalId: row.externalId,
    reference: draft.reference,
    state: row.state,
    number: row.number,
    ledgerOn: row.state === 'issued' ? day('2026-10-05') : null,
    currency: draft.currency,
    net,
    tax: { minor: row.taxMinor, currency: draft.currency },
    total: { minor: net.minor + row.taxMinor, currency: draft.currency },
    contentDigest: digestText(content),
    lines: draft.lines,
  }
}

export function scriptedContext(clock: Clock): ConnectionContext {
  return {
    connectionId: 'erp',
    installationId: '00000000-0000-7000-8000-000000000001',
    environment: 'test',
    settings: {},
    secrets: {},
    transport: { request: () => Promise.reject(new Error('The scripted ERP has no network.')) },
    now: () => clock.now(),
    session: { token: null, refresh: (login) => login() },
  }
}
