/** The kit against the sandbox's plain front: a process of its own, in which the firm's people act. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runSandbox, type Sandbox } from '../../sandbox/run-sandbox.ts'
import { signature } from '../../sandbox/webhooks.ts'
import { plain } from '../../src/connectors/plain/connector.ts'
import { addDays, type Day, day } from '../../src/kernel/dates.ts'
import { monthPeriod } from '../../src/kernel/periods.ts'
import { conformance } from './kit.ts'
import type { Matches, SourceWorld, StartedWorld, TargetWorld, WebhookWorld } from './world.ts'

const month = '2026-10'

function sourceWorld(sandbox: Sandbox): SourceWorld {
  return {
    stream: 'time_entries',
    window: monthPeriod(month),
    add: async (on, hours, comments, approved) => {
      const state = approved ? 'approved' : 'submitted'
      const entry = {
        worker: 'W-001',
        project: 'P-001',
        task: 'P-001-T1',
        date: on,
        hours,
        description: comments,
      }
      const { ids } = await sandbox.act('add-entries', { ...entry, state })
      return (ids as string[])[0]!
    },
    edit: async (id, { hours, comments }) => {
      await sandbox.act('edit-entry', {
        id,
        hours,
        ...(comments === undefined ? {} : { description: comments }),
      })
    },
    approve: async (id, approved) => {
      await sandbox.act(approved ? 'approve-entry' : 'withdraw-entry', { id })
    },
    remove: async (id) => {
      await sandbox.act('delete-entry', { id })
    },
  }
}

function targetWorld(sandbox: Sandbox): TargetWorld {
  const named = (code: string) => ({ recordId: code, externalId: code })
  const openOn = day(new Date().toISOString().slice(0, 10))
  const setPeriod = async (on: Day, status: string): Promise<void> => {
    await sandbox.act('set-period', { company: 'HRE', month: on.slice(0, 7), status })
  }
  return {
    company: named('HRE'),
    currency: 'EUR',
    client: named('C-001'),
    inactiveClient: named('C-002'),
    worker: named('W-001'),
    project: named('P-001'),
    tax: { code: 'DE-19', percent: 19n },
    openOn,
    closableOn: day(`${addDays(day(`${openOn.slice(0, 7)}-01`), 40).slice(0, 7)}-15`),
    noPeriodOn: day('2039-06-30'),
    closePeriod: (on) => setPeriod(on, 'closed'),
    reopenPeriod: (on) => setPeriod(on, 'open'),
    calls: {
      createDraft: calls('POST', /\/erp\/documents$/),
      postDocument: calls('POST', /\/erp\/documents\/\d+\/post$/),
      writeCosts: calls('POST', /\/erp\/costs$/),
      overwriteCost: calls('PUT', /\/erp\/costs\/\d+$/),
    },
    cancelDraft: async (externalId) => {
      await sandbox.act('cancel-document', { id: externalId })
    },
    editDraft: async (externalId, unitPrice) => {
      await sandbox.act('edit-draft', { id: externalId, unit_price: unitPrice })
    },
  }
}

const secret = `whsec_${Buffer.from('a secret of thirty-two characters').toString('base64')}`

function delivery(): WebhookWorld {
  const signedAt = new Date()
  const seconds = String(Math.floor(signedAt.getTime() / 1000))
  const body = JSON.stringify({ type: 'time_entries.changed', data: { ids: ['TE-000001'] } })
  const headers = {
    'webhook-id': 'msg_1',
    'webhook-timestamp': seconds,
    'webhook-signature': signature(secret, 'msg_1', seconds, body),
  }
  return { secret, signedAt, headers, raw: Buffer.from(body) }
}

const calls = (method: string, path: RegExp): Matches => {
  return (request) => request.method === method && path.test(request.url.pathname)
}

async function start(): Promise<StartedWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'hourbridge-plain-'))
  const sandbox = await runSandbox(directory, ['--month', month, '--people', '24'])
  await sandbox.act('switches', { autoTrouble: 'off', documentIdempotency: 'none' })
  await sandbox.act('set-client', { id: 'C-002', active: false })
  return {
    baseUrl: sandbox.url,
    settings: { rowsPerRead: '10' },
    secrets: { apiKey: 'sandbox-api-key' },
    source: sourceWorld(sandbox),
    target: targetWorld(sandbox),
    webhook: delivery(),
    stop: async () => {
      await sandbox.kill()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

conformance(plain, { name: 'the plain front', start }, 'plain')
