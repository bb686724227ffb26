import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { runSandbox } from '../../../sandbox/run-sandbox.ts'
import { master } from './master-mapping.ts'
import { work } from './work-mapping.ts'

const entry = {
  id: 'TE-1',
  version: 1,
  worker: 'W-001',
  project: 'P-001',
  task: null,
  cost_center: null,
  labor_category: null,
  service_item: 'consulting',
  date: '2026-10-05',
  hours: '7.50',
  billable: true,
  region: null,
  description: 'Workshop',
  approval: {
    state: 'approved',
    approver: 'W-003',
    approved_at: '2026-10-12T09:00:00.000Z',
    level: 'project',
  },
  created_at: '2026-10-05T17:00:00.000Z',
  updated_at: '2026-10-12T09:00:00.000Z',
}
const bytes = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
const understood = (value: unknown) => {
  const told = work('time_entries', bytes(value))
  assert.ok(told.understood)
  return told
}

describe('time entries of the plain wire', () => {
  it('keep exact hours, and say who did what when', () => {
    const { entry: told, drift } = understood(entry)
    assert.equal(told.hours, '7.5')
    assert.deepEqual(told.project, { kind: 'project', externalId: 'P-001' })
    assert.deepEqual(told.approval, {
      state: 'approved',
      approver: 'W-003',
      approvedAt: '2026-10-12T09:00:00.000Z',
      level: 'project',
    })
    assert.deepEqual(drift, [])
  })

  it('read a number by its digits, never through a double', () => {
    const text = JSON.stringify(entry).replace('"7.50"', '0.1234567890123456789012345')
    assert.equal(work('time_entries', bytes(text)).understood, false)
    const fine = JSON.stringify(entry).replace('"7.50"', '0.12345678901234567')
    assert.equal(understood(fine).entry.hours, '0.12345678901234567')
  })

  it('have one digest per content, whatever the approval says', () => {
    const { contentDigest } = understood(entry)
    const { contentDigest: rejected } = understood({
      ...entry,
      approval: { ...entry.approval, state: 'rejected' },
    })
    assert.equal(rejected, contentDigest)
    assert.equal(understood({ ...entry, hours: '7.5' }).contentDigest, contentDigest)
    for (const change of [
      { hours: '7.51' },
      { description: 'x' },
      { task: 'T' },
      { billable: false },
      { region: '' },
    ]) {
      const changed = understood({ ...entry, ...change }).contentDigest
      if (change.region === '') assert.equal(changed, contentDigest)
      else assert.notEqual(changed, contentDigest, JSON.stringify(change))
    }
  })

  it('note fields that nobody knows, and are understood all the same', () => {
    const strange = { ...entry, mood: 'good', approval: { ...entry.approval, via: { app: 1 } } }
    assert.deepEqual(understood(strange).drift, ['/approval/via', '/mood'])
  })

  it('name the field when they cannot be understood', () => {
    const cases: [string, unknown][] = [
      ['/worker', { ...entry, worker: null }],
      ['/date', { ...entry, date: '2026-02-30' }],
      ['/hours', { ...entry, hours: '-1' }],
      ['/hours', { ...entry, hours: '1,5' }],
      ['/billable', { ...entry, billable: 'yes' }],
      ['/approval/state', { ...entry, approval: { state: 'perhaps' } }],
      ['', 'no json'],
    ]
    for (const [field, value] of cases) {
      const told = work('time_entries', bytes(value))
      assert.equal(told.understood ? null : told.field, field)
    }
  })
})

describe('master data of the plain wire', () => {
  const rate = {
    id: 'R-1',
    kind: 'bill',
    level: 'role',
    labor_category: 'senior',
    currency: 'EUR',
    amount: '165.00',
  }
  const changes = (stream: string, value: unknown) => {
    const told = master(stream, bytes(value))
    assert.ok(told.understood, told.understood ? '' : `${told.field} ${told.why}`)
    return told.changes.map(({ validFrom, validUntil, body }) => [validFrom, validUntil, body !== null])
  }

  it('speak for all time: a row that was cut short does not live on behind its last day', () => {
    const cut = { ...rate, valid_from: '2026-10-01', valid_to: '2026-10-15' }
    assert.deepEqual(changes('rates', cut), [
      ['0001-01-01', '2026-10-01', false],
      ['2026-10-01', '2026-10-16', true],
      ['2026-10-16', null, false],
    ])
  })

  it('leave a project open until the day on which it was closed', () => {
    const project = {
      id: 'P-1',
      name: 'x',
      client: null,
      legal_entity: 'HRE',
      status: 'closed',
      cost_center: null,
    }
    assert.deepEqual(changes('projects', { ...project, closed_on: '2026-10-08' }), [
      ['0001-01-01', '2026-10-08', true],
      ['2026-10-08', null, true],
    ])
  })

  it('name the field of a body that is not as it should be', () => {
    const told = master('rates', bytes({ ...rate, amount: 165 }))
    assert.deepEqual(told.understood ? null : told.field, '/amount')
  })

  it('are understood whole, record by record, and nothing in them is unknown', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'plain-mapping-'))
    const sandbox = await runSandbox(directory, ['--people', '24'])
    try {
      const lists = {
        legal_entities: '/psa/legal-entities',
        workers: '/psa/people',
        clients: '/psa/clients',
        projects: '/psa/projects',
        tasks: '/psa/tasks',
        contracts: '/psa/contracts',
        rates: '/psa/rates',
        tax_codes: '/psa/tax-codes',
        periods: '/erp/periods',
      }
      for (const [stream, path] of Object.entries(lists)) {
        const { body } = await sandbox.call('GET', `${path}?limit=500`)
        const items = body.items as unknown[]
        assert.ok(items.length > 1, stream)
        for (const item of items) {
          const told = master(stream, bytes(item))
          assert.ok(told.understood, `${stream} ${JSON.stringify(item)} ${JSON.stringify(told)}`)
          assert.deepEqual(told.drift, [], stream)
        }
      }
    } finally {
      await sandbox.kill()
      rmSync(directory, { recursive: true, force: true })
    }
  })
})
