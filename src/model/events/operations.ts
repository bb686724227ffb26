import { Type } from 'typebox'
import { data, type EventKind, id, money, nullable } from './parts.ts'

const issue = data({
  code: Type.String(),
  owner: nullable(Type.String()),
  outcome: nullable(Type.String()),
  about: Type.String(),
  aboutId: id,
  client: nullable(id),
  amount: nullable(money),
})
const breaker = data({ company: Type.String(), stream: Type.Enum(['cost', 'documents']) })

export const operationKinds = {
  'case.opened': { subject: 'case', version: 1, title: 'Something cannot go through', data: issue },
  'case.resolved': { subject: 'case', version: 1, title: 'What could not go through is cured', data: issue },
  'connection.breaker-opened': {
    subject: 'connection',
    version: 1,
    title: 'Calls to a system stop because it fails',
    data: breaker,
  },
  'connection.breaker-closed': {
    subject: 'connection',
    version: 1,
    title: 'A system answers again',
    data: breaker,
  },
  'event-subscription.tested': {
    subject: 'event-subscription',
    version: 1,
    title: 'Somebody tried the subscription; sent to it alone',
    data: data({}),
  },
} as const satisfies Record<string, EventKind>
