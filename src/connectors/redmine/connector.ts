import type { ConnectionContext, Connector } from '../sdk/connector.ts'
import { at, textOf } from '../sdk/json.ts'
import { mapping } from './mapping.ts'
import { getJson, getPage } from './requests.ts'
import { settings } from './settings.ts'
import { streams } from './streams.ts'

/** Proves the key, the right to read everybody's time, and that the field of approvals is there. */
async function test(context: ConnectionContext): Promise<{ ok: boolean; message: string }> {
  const account = await getJson(context, '/users/current.json')
  const login = textOf(at(account ?? undefined, 'user', 'login'))
  if (login === null) return { ok: false, message: 'What answers at this address is not Redmine.' }
  await getPage(context, 'users', 'status=', 0, 1)
  const { total } = await getPage(context, 'time_entries', '', 0, 1)
  const fields = await getJson(context, '/custom_fields.json')
  const name = context.settings.approvalField ?? ''
  const all = at(fields ?? undefined, 'custom_fields')
  const found =
    Array.isArray(all) &&
    all.some((field) => at(field, 'name') === name && at(field, 'customized_type') === 'time_entry')
  if (!found) return { ok: false, message: `Redmine has no time entry field named "${name}".` }
  return { ok: true, message: `Signed in as ${login}; ${total} time entries can be read.` }
}

export const redmine: Connector = {
  name: 'redmine',
  vendor: 'Redmine',
  versions: '5.0',
  documentation: 'https://www.redmine.org/projects/redmine/wiki/rest_api',
  settings,
  budget: {
    concurrency: 2,
    perSecond: 20,
    responseBytes: 16_000_000,
    timeoutMs: 30_000,
    basis: 'Redmine documents no limit of its API; chosen so that a small server stays usable for people.',
  },
  authenticate: async (context) => ({ 'x-redmine-api-key': context.secrets.apiKey ?? '' }),
  test,
  streams,
  mapping,
}
