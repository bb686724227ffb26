import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mapping } from './mapping.ts'

const settings = {
  approvalField: 'approved',
  approvedBy: 'Manager',
  company: 'DE',
  clientField: 'Customer code',
}
const fields = (approved: string | null) => [
  { id: 1, name: 'approved', value: approved },
  { id: 4, name: 'Billable', value: '0' },
]
const entry = {
  id: 7,
  project: { id: 3, name: 'Rollout' },
  user: { id: 5, name: 'Ann Doe' },
  activity: { id: 9, name: 'Travel' },
  comments: 'to the client',
  spent_on: '2026-10-05',
  created_on: '2026-10-05T08:00:00Z',
  updated_on: '2026-10-05T08:00:00Z',
}

function understood(text: string, given: Record<string, string> = settings) {
  const result = mapping.work('time_entries', Buffer.from(text), given)
  assert.ok(result.understood, JSON.stringify(result))
  return result
}
const spelled = (hours: string, approved: string | null = '1', more: object = {}) =>
  JSON.stringify({ ...entry, ...more, hours: 0, custom_fields: fields(approved) }).replace(
    '"hours":0',
    `"hours":${hours}`,
  )

test('hours are read from their digits', () => {
  for (const [text, hours] of [
    ['0.33', '0.33'],
    ['7.50', '7.5'],
    ['1e-1', '0.1'],
    ['123456789012345678.25', '123456789012345678.25'],
  ] as const) {
    assert.equal(understood(spelled(text)).entry.hours, hours)
  }
})

test('an approval is a standing flag: it has a level, and neither moment nor approver', () => {
  const rejecting = { ...settings, approvedValue: 'yes', rejectedValue: 'no' }
  for (const [value, given, state] of [
    ['1', settings, 'approved'],
    ['0', settings, 'submitted'],
    [null, settings, 'submitted'],
    ['yes', rejecting, 'approved'],
    ['no', rejecting, 'rejected'],
    ['1', rejecting, 'submitted'],
  ] as const) {
    const { approval } = understood(spelled('1', value), given).entry
    assert.deepEqual(approval, { state, approver: null, approvedAt: null, level: 'Manager' })
  }
})

test('an entry without the field of approvals is not understood, and never taken for approved', () => {
  const result = mapping.work('time_entries', Buffer.from(spelled('1')), {
    ...settings,
    approvalField: 'Freigabe',
  })
  assert.ok(!result.understood)
  assert.equal(result.field, '/custom_fields')
})

test('the digest covers what is approved, and neither names nor the moment of a change', () => {
  const base = understood(spelled('2')).contentDigest
  const same = [
    { updated_on: '2026-11-01T00:00:00Z' },
    { user: { id: 5, name: 'Ann Roe' } },
    { project: { id: 3, name: 'Renamed' } },
  ]
  for (const more of same)
    assert.equal(understood(spelled('2', '0', more)).contentDigest, base, JSON.stringify(more))
  const other = [
    { user: { id: 6, name: 'Ann Doe' } },
    { project: { id: 4, name: 'Rollout' } },
    { spent_on: '2026-10-06' },
    { comments: 'x' },
    { activity: { id: 1, name: 'Consulting' } },
  ]
  for (const more of other)
    assert.notEqual(understood(spelled('2', '1', more)).contentDigest, base, JSON.stringify(more))
  assert.notEqual(understood(spelled('2.01')).contentDigest, base)
  assert.equal(understood(spelled('2.00')).contentDigest, base)
})

test('activity and fields become what the settings say', () => {
  const { entry: first } = understood(spelled('1'))
  assert.deepEqual([first.laborCategory, first.serviceItem, first.billable], ['Travel', null, true])
  const given = { ...settings, activityMeans: 'service_item', nonBillableActivities: 'Internal, Travel' }
  const { entry: second } = understood(spelled('1'), given)
  assert.deepEqual([second.laborCategory, second.serviceItem, second.billable], [null, 'Travel', false])
  assert.equal(understood(spelled('1'), { ...settings, billableField: 'Billable' }).entry.billable, false)
})

test('a project is closed for all its days only where the settings ask for it', () => {
  const row = {
    id: 3,
    name: 'Rollout',
    identifier: 'rollout',
    status: 5,
    custom_fields: [{ name: 'Customer code', value: 'C-1' }],
  }
  const status = (given: Record<string, string>) => {
    const result = mapping.master('projects', Buffer.from(JSON.stringify(row)), given)
    assert.ok(result.understood)
    const [change] = result.changes
    assert.ok(change?.kind === 'project')
    assert.equal(change.body?.client, 'C-1')
    return change.body?.status
  }
  assert.equal(status(settings), 'open')
  assert.equal(status({ ...settings, closedProjects: 'refuse' }), 'closed')
})

test('an account without an employee code is nobody, and refers to nothing', () => {
  const given = { ...settings, workerCode: 'field:Employee code', owns: 'workers' }
  const user = {
    id: 1,
    login: 'admin',
    firstname: 'A',
    lastname: 'B',
    custom_fields: [{ name: 'Employee code', value: '' }],
  }
  const result = mapping.master('workers', Buffer.from(JSON.stringify(user)), given)
  assert.deepEqual(result, { understood: true, changes: [], references: [], drift: [] })
})
