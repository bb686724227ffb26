import { isUuid } from '../../kernel/ids.ts'
import { Refusal, part } from '../problem.ts'

/** The sort key of lists that go by id. */
export function idCursor(after: string | null): string | null {
  if (after === null || isUuid(after)) return after
  throw new Refusal('SCHEMA_VIOLATION', 'query:cursor is not a cursor of this list.', {
    parts: [part('SCHEMA_VIOLATION', 'query:cursor', 'is not a cursor of this list')],
  })
}
