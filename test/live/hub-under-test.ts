import { connectFirm } from './connect.ts'
import { type Books, readBooks } from './books.ts'
import { type FaultProxy, faultProxy } from './fault-proxy.ts'
import { commandLine, type Door, type RunningInstallation, startHub, until } from './installation.ts'
import { ledgerAdmin } from './ledger-admin.ts'
import { redmineClient } from './redmine-client.ts'
import { type LiveSystems, reset } from './systems.ts'
import { trytonClient } from './tryton-client.ts'

/** Everything a flow test stands on: seeded systems, an installation connected to them, and people with keys. */
export type Stage = Awaited<ReturnType<typeof openStage>>

export type Work = {
  readonly workId: string
  readonly sourceId: string
  readonly revision: number
  readonly hours: string
  readonly approval: string
  readonly costBucket: string
  readonly billBucket: string
  readonly bill: { readonly amount: string } | null
}
export type Document = {
  readonly documentId: string
  readonly kind: 'invoice' | 'credit'
  readonly status: string
  readonly sending: string | null
  readonly blocked: string | null
  readonly version: number
  readonly sentVersion: number | null
  readonly reference: string
  readonly contract: { readonly id: string }
  readonly net: { readonly amount: string; readonly currency: string }
  readonly correctsDocument: string | null
  readonly erp: { readonly externalId: string | null; readonly number: string | null }
}
export type Case = {
  readonly caseId: string
  readonly code: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly outcome: string
  readonly detail: Readonly<Record<string, string>>
}
type Total = {
  readonly outcome: string
  readonly bucket: string
  readonly count: number
  readonly hours: string
}
type Pull = { connectionId: string; stream: string; dueAt: string; lastError: string | null }

/** Seeds both systems anew and starts an empty installation. `beforehand` sets what goes wrong from the first call on. */
export async function openStage(beforehand: (proxy: FaultProxy) => void = () => undefined) {
  const systems: LiveSystems = await reset()
  const { tryton, redmine, month } = systems
  const proxy = await faultProxy(new URL(tryton.url).origin)
  beforehand(proxy)
  const hub: RunningInstallation = await startHub([new URL(redmine.url).host, new URL(proxy.origin).host])
  const engineer = await hub.as('integration_engineer', 'project_manager')
  const finance = await hub.as('finance_operations')
  const approver = await hub.as('billing_approver')
  const masters = await hub.as('system')
  await connectFirm(engineer, masters, systems, proxy.origin)
  const admin = await trytonClient(tryton.url, tryton.admin.login, tryton.admin.password)
  const reading = await trytonClient(tryton.url, tryton.integration.login, tryton.integration.password)
  const seen = observations(engineer, month)
  return {
    ...{ systems, month, proxy, hub, engineer, finance, approver, ...seen },
    source: { url: redmine.url, apiKey: redmine.hubKey },
    redmine: redmineClient(redmine),
    ledger: ledgerAdmin(admin),
    books: (): Promise<Books> => readBooks(reading),
    /** A billing run of the month, for one contract or for all. */
    run: (contractId?: string) =>
      finance.post<{ runId: string; documents: number }>('/runs', {
        selection: contractId === undefined ? {} : { contractId },
        period: { from: `${month}-01`, until: monthAfter(month) },
        cutOff: null,
      }),
    release: ({ documentId, version }: Document) =>
      approver.post(`/documents/${documentId}/release`, { version }),
    /** `hourbridge verify`, which fails unless the books balance and the log is whole. */
    verify: () => commandLine(hub.url, finance, ['verify']),
    close: async () => {
      await hub.stop()
      await proxy.close()
    },
  }
}

export function monthAfter(month: string): string {
  const [year, number] = month.split('-').map(Number)
  return new Date(Date.UTC(year!, number!, 1)).toISOString().slice(0, 10)
}

const busy = ['waiting', 'in_flight', 'in_doubt']

function observations(door: Door, month: string) {
  const totals = async () => (await door.get<{ buckets: Total[] }>(`/overview?month=${month}`)).buckets
  const openCases = async (query = '') =>
    (await door.get<{ items: Case[] }>(`/cases?state=open&limit=200${query}`)).items
  const documents = async () =>
    (await door.get<{ items: Document[] }>('/documents?limit=200')).items.filter(
      ({ status }) => status !== 'discarded',
    )
  const pulls = async () => (await door.get<{ items: Pull[] }>('/pulls')).items
  /** What a wait that was in vain tells. */
  const summary = async () => ({
    totals: (await totals()).map(({ outcome, bucket, count }) => `${outcome} ${bucket} ${count}`),
    documents: (await documents()).map((each) =>
      [
        each.contract.id,
        each.kind,
        each.status,
        each.sending,
        each.blocked,
        each.version,
        each.net.amount,
      ].join(' '),
    ),
    cases: (await openCases()).map((each) => `${each.code} ${each.subjectId} ${JSON.stringify(each.detail)}`),
    pulls: (await pulls()).filter(({ lastError }) => lastError !== null),
  })
  const find = async (sourceId: number): Promise<Work | null> => {
    const { items } = await door.get<{ items: Work[] }>(`/work/find?id=${sourceId}`)
    return items.find((each) => each.sourceId === String(sourceId)) ?? null
  }
  const work = async (sourceId: number): Promise<Work> => {
    const found = await find(sourceId)
    if (found === null) throw new Error(`entry ${sourceId} is not known`)
    return found
  }
  return {
    totals,
    openCases,
    documents,
    summary,
    work,
    /** Every approved entry has left the buckets of cost that something still happens in. */
    costSettled: (withinMs: number) =>
      until(
        'every cost is in the ERP',
        withinMs,
        async () => {
          const cost = (await totals()).filter(({ outcome }) => outcome === 'cost')
          return cost.length > 0 && cost.every(({ bucket, count }) => !busy.includes(bucket) || count === 0)
        },
        summary,
      ),
    /** Reads Redmine's time now, and returns when that reading has been completed. */
    pull: async (): Promise<void> => {
      await door.post('/connections/redmine/pull', { stream: 'time_entries', full: true })
      const askedAt = new Date().toISOString()
      // It stays due as long as no reading that began after the asking has been completed.
      const isDone = async () =>
        (await pulls()).some(
          ({ connectionId, stream, dueAt }) =>
            connectionId === 'redmine' && stream === 'time_entries' && dueAt > askedAt,
        )
      await until('the pull that was asked for', 60_000, isDone, summary)
    },
    /** The entry as soon as it is as expected. */
    workWhen: (what: string, sourceId: number, holds: (work: Work) => boolean, withinMs = 30_000) =>
      until(
        `entry ${sourceId}: ${what}`,
        withinMs,
        async () => {
          const found = await find(sourceId)
          return found !== null && holds(found) ? found : null
        },
        async () => ({ work: await find(sourceId), ...(await summary()) }),
      ),
    documentWhen: (what: string, match: (each: Document) => boolean, withinMs = 60_000) =>
      until(
        `a document that is ${what}`,
        withinMs,
        async () => (await documents()).find(match) ?? null,
        summary,
      ),
    documentsWhen: (what: string, holds: (all: readonly Document[]) => boolean, withinMs = 60_000) =>
      until(
        `documents: ${what}`,
        withinMs,
        async () => {
          const all = await documents()
          return holds(all) ? all : null
        },
        summary,
      ),
  }
}
