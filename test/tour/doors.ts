import { randomUUID } from 'node:crypto'
import type { Sandbox } from './sandbox.ts'

export type Money = { readonly amount: string; readonly currency: string }
export type Case = {
  readonly caseId: string
  readonly code: string
  readonly subjectId: string
  readonly outcome: string
}
export type Document = {
  readonly documentId: string
  readonly version: number
  readonly status: string
  readonly sending: string | null
  readonly blocked: string | null
  readonly sentVersion: number | null
  readonly reference: string
  readonly contract: { readonly id: string }
  readonly purchaseOrder: string | null
  readonly net: Money
  readonly total: Money
  readonly erp: { readonly number: string | null; readonly total: Money | null }
}
export type Work = {
  readonly workId: string
  readonly kind: string
  readonly sourceId: string
  readonly revision: number
  readonly hours: string
  readonly approval: string
  readonly costBucket: string
  readonly billBucket: string
}
export type WorkDetail = {
  readonly work: Work
  readonly charges: readonly { readonly seq: number; readonly state: string; readonly amount: Money }[]
}

async function answered<T>(response: Response, what: string): Promise<T> {
  const text = await response.text()
  if (!response.ok) throw new Error(`${what} answered ${response.status}: ${text}`)
  return JSON.parse(text) as T
}

/** The hub's API with the printed key, and the simulated firm's own doors. */
export function openDoors(sandbox: Sandbox) {
  async function api<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const { url, key } = sandbox.printed
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${key}`,
        'idempotency-key': randomUUID(),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return answered<T>(response, `${method} ${path}`)
  }

  async function every<T>(path: string): Promise<T[]> {
    const items: T[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const separator = path.includes('?') ? '&' : '?'
      const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const page: { items: T[]; nextCursor: string | null } = await api(
        'GET',
        `${path}${separator}limit=200${more}`,
      )
      items.push(...page.items)
      cursor = page.nextCursor
    }
    return items
  }

  async function firm<T>(method: 'GET' | 'POST', path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${sandbox.printed.firm}/${path}`, {
      method,
      headers: { 'x-control-key': 'sandbox-control-key' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return answered<T>(response, `${method} ${path}`)
  }

  return {
    get: <T>(path: string) => api<T>('GET', path),
    post: <T>(path: string, body: unknown) => api<T>('POST', path, body),
    /** All pages of a list. */
    every,
    openCases: () => every<Case>('/cases?state=open'),
    documents: (runId: string) => every<Document>(`/documents?runId=${runId}`),
    /** By the id that the firm's time system gave the entry. */
    async work(sourceId: string): Promise<WorkDetail> {
      const found = await api<{ items: Work[] }>('GET', `/work/find?id=${sourceId}`)
      return api<WorkDetail>('GET', `/work/${found.items[0]!.workId}`)
    },
    act: (name: string, body: unknown) => firm<Record<string, unknown>>('POST', `control/${name}`, body),
    /** What stands in the books of the firm and its ERP, past every door. */
    inspect: <T>(what: string) => firm<T>('GET', `inspect/${what}`),
  }
}
export type Doors = ReturnType<typeof openDoors>
