import { textsOf } from '../frame/search.ts'

/** What the address of the list of work says: the filters of the API and nothing else. */
export const readWorkSearch = (search: Record<string, unknown>) =>
  textsOf(search, [
    'outcome',
    'bucket',
    'clientId',
    'contractId',
    'projectId',
    'workerId',
    'approval',
    'month',
    'text',
  ])

export type WorkSearch = ReturnType<typeof readWorkSearch>
