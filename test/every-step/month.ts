/**
 * A month of a small firm as its people and systems live it, told as commands that each caller repeats under the same
 * key until it is answered.
 */
import { entry, smallFirm } from '../support/firm.ts'
import type { Composition, World } from './composition.ts'

export type Command = {
  readonly name: string
  run(composition: Composition, world: World, apiKey: string): Promise<void>
}

/** A changed entry comes with an approval of its changed content; the old one is void. */
const approvedAgain = {
  approval: { state: 'approved', approver: 'lead', approvedAt: '2026-11-01T09:00:00Z', level: null },
} as const

type Json = Record<string, unknown>

async function call(
  composition: Composition,
  apiKey: string,
  about: { method: 'GET' | 'POST' | 'DELETE'; path: string; key?: string; payload?: object },
): Promise<Json> {
  const answer = await composition.api.app.inject({
    method: about.method,
    url: `/api/v1${about.path}`,
    headers: {
      authorization: `Bearer ${apiKey}`,
      ...(about.key === undefined ? {} : { 'idempotency-key': about.key }),
    },
    ...(about.payload === undefined ? {} : { payload: about.payload }),
  })
  if (answer.statusCode >= 300)
    throw new Error(`${about.method} ${about.path}: ${answer.statusCode} ${answer.body}`)
  return answer.json() as Json
}

function send(name: string, path: string, payload: object): Command {
  return {
    name,
    run: async (composition, _, apiKey) => {
      await call(composition, apiKey, { method: 'POST', path, key: name, payload })
    },
  }
}

const settle: Command = { name: 'runners charge', run: (composition) => composition.settle() }
const post: Command = { name: 'runners post', run: (composition) => composition.post() }

const month = { selection: {}, period: { from: '2026-10-01', until: '2026-11-01' }, cutOff: null }

/** Releases every draft as it was read; a draft that an earlier attempt released is left. */
function release(name: string): Command {
  return {
    name,
    run: async (composition, _, apiKey) => {
      const listed = await call(composition, apiKey, { method: 'GET', path: '/documents?status=drafted' })
      for (const one of listed.items as { documentId: string; version: number }[]) {
        const path = `/documents/${one.documentId}/release`
        const key = `${name}-${one.documentId}`
        await call(composition, apiKey, { method: 'POST', path, key, payload: { version: one.version } })
      }
    },
  }
}

function decide(name: string): Command {
  return {
    name,
    run: async (composition, _, apiKey) => {
      const listed = await call(composition, apiKey, { method: 'GET', path: '/adjustments' })
      const adjustments = (listed.items as { workId: string; seq: number }[]).map(({ workId, seq }) => ({
        workId,
        seq,
      }))
      if (adjustments.length === 0) return
      const payload = { decision: 'approve', adjustments }
      await call(composition, apiKey, { method: 'POST', path: '/adjustments/decide', key: name, payload })
    },
  }
}

const removed: Command = {
  name: 'an entry is deleted',
  run: async (composition, _, apiKey) => {
    await call(composition, apiKey, { method: 'DELETE', path: '/time-entries/e3' })
  },
}

const higherRate = {
  kind: 'rate',
  recordId: 'R-junior',
  validFrom: '2026-10-01',
  validUntil: null,
  body: {
    ...(smallFirm.find((one) => one.recordId === 'R-junior') as { body: object }).body,
    amount: '95.00',
  },
}

export const wholeMonth: readonly Command[] = [
  send('masters', '/master-data', { changes: smallFirm }),
  send('entries', '/time-entries/bulk', {
    entries: [entry('e1'), entry('e2', { worker: 'W2' }), entry('e3'), entry('e4', { project: 'P2' })],
  }),
  settle,
  send('edited', '/time-entries/bulk', {
    entries: [entry('e2', { worker: 'W2', hours: '4', ...approvedAgain })],
  }),
  settle,
  post,
  send('run', '/runs', month),
  post,
  send('rate', '/master-data', { changes: [higherRate] }),
  settle,
  post,
  release('released'),
  post,
  send('late', '/time-entries/bulk', { entries: [entry('e1', { hours: '6', ...approvedAgain })] }),
  removed,
  settle,
  decide('decided'),
  post,
  release('credit-released'),
  post,
  send('second-run', '/runs', month),
  post,
  release('second-released'),
  settle,
  post,
]
