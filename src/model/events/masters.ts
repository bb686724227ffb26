import { Type } from 'typebox'
import { data, dayText, type EventKind, id, nullable } from './parts.ts'

const said = {
  /** The stretch of valid time that was spoken of; `0001-01-01` and null: always. */
  validFrom: dayText,
  validUntil: nullable(dayText),
  /** True where the record ends over that stretch. */
  ended: Type.Boolean(),
}
const record = data(said)
const contract = data({ ...said, client: nullable(id) })
const period = data({
  ...said,
  legalEntity: nullable(id),
  periodFrom: nullable(dayText),
  periodUntil: nullable(dayText),
})
const rate = data({
  ...said,
  kind: nullable(Type.String()),
  level: nullable(Type.String()),
  project: nullable(id),
  client: nullable(id),
  contract: nullable(id),
})

const proposal = data({ records: Type.Integer(), kinds: Type.Array(Type.String()) })

const of = (subject: string, title: string, schema: EventKind['data'] = record): EventKind => {
  return { subject, version: 1, title, data: schema }
}

export const masterKinds = {
  'contract.amended': of('contract', 'A contract was learned or changed', contract),
  'rate.changed': of('rate', 'A rate was learned, changed or ended; its amount is not told', rate),
  'worker.changed': of('worker', 'A worker was learned or changed'),
  'worker.terminated': of('worker', 'A last day of employment was learned'),
  'client.changed': of('client', 'A client was learned or changed'),
  'client.on-hold': of('client', 'A client was put on hold: nothing is billed'),
  'client.released': of('client', 'A client is no longer on hold'),
  'project.changed': of('project', 'A project was learned or changed'),
  'master-proposal.proposed': of(
    'master-proposal',
    'Changes of master data wait for somebody other than their author',
    proposal,
  ),
  'master-proposal.approved': of(
    'master-proposal',
    'Proposed changes of master data were recorded',
    proposal,
  ),
  'master-proposal.declined': of(
    'master-proposal',
    'Proposed changes of master data were declined',
    proposal,
  ),
  'master-proposal.withdrawn': of(
    'master-proposal',
    'The author took proposed changes of master data back, or replaced them',
    proposal,
  ),
  'period.opened': of('period', 'An open period was learned', period),
  'period.closed': of('period', 'A period was closed', period),
  'period.reopened': of('period', 'A closed period was opened again', period),
} as const satisfies Record<string, EventKind>
