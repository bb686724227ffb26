/** What people do in Redmine, for the tests: over its REST API, with the admin's key. */

export type RedmineClient = ReturnType<typeof redmineClient>

type Named = { readonly id: number; readonly name: string }
export type RedmineEntry = {
  readonly id: number
  readonly project: Named
  readonly user: Named
  readonly spent_on: string
  readonly hours: number
  readonly comments: string
  readonly updated_on: string
  readonly custom_fields: readonly {
    readonly id: number
    readonly name: string
    readonly value: string | null
  }[]
}

export function redmineClient(redmine: { readonly url: string; readonly adminKey: string }) {
  async function send(method: string, path: string, body?: unknown): Promise<Response> {
    const reply = await fetch(`${redmine.url}${path}`, {
      method,
      headers: { 'x-redmine-api-key': redmine.adminKey, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return reply
  }
  async function ask<Result>(path: string): Promise<Result> {
    const reply = await send('GET', path)
    if (!reply.ok) throw new Error(`GET ${path}: HTTP ${reply.status}`)
    return (await reply.json()) as Result
  }
  async function change(method: string, path: string, body?: unknown): Promise<Response> {
    const reply = await send(method, path, body)
    if (!reply.ok) throw new Error(`${method} ${path}: HTTP ${reply.status} ${await reply.text()}`)
    return reply
  }
  const approvedField = async (): Promise<number> => {
    const list = await ask<{ custom_fields: Named[] }>('/custom_fields.json')
    return list.custom_fields.find((field) => field.name === 'approved')!.id
  }
  const approval = async (approved: boolean) => [{ id: await approvedField(), value: approved ? '1' : '0' }]

  return {
    /** Any page of time entries by Redmine's own query, as in "from=2026-10-01&limit=100". */
    list: async (query: string) =>
      await ask<{ time_entries: RedmineEntry[]; total_count: number }>(`/time_entries.json?${query}`),
    entry: async (id: number): Promise<RedmineEntry | null> => {
      const reply = await send('GET', `/time_entries/${id}.json`)
      return reply.status === 404 ? null : ((await reply.json()) as { time_entry: RedmineEntry }).time_entry
    },
    /** `hours` may be "1.5" or "0:20". Approved or not is stated, as the firm's people do. */
    add: async (entry: {
      project: string
      login: string
      on: string
      hours: string
      comments: string
      approved: boolean
    }): Promise<number> => {
      const project = await ask<{ project: Named }>(`/projects/${entry.project}.json`)
      const users = await ask<{ users: Named[] }>(`/users.json?name=${entry.login}`)
      const activities = await ask<{ time_entry_activities: Named[] }>(
        '/enumerations/time_entry_activities.json',
      )
      const activity = activities.time_entry_activities.find(({ name }) => name === 'Consulting')
      const reply = await change('POST', '/time_entries.json', {
        time_entry: {
          project_id: project.project.id,
          user_id: users.users[0]?.id,
          spent_on: entry.on,
          hours: entry.hours,
          comments: entry.comments,
          activity_id: activity?.id,
          custom_fields: await approval(entry.approved),
        },
      })
      return ((await reply.json()) as { time_entry: { id: number } }).time_entry.id
    },
    /** Changes hours, day or comment and leaves the flag "approved" as it stands. */
    edit: (id: number, change_: { hours?: string; spent_on?: string; comments?: string }) =>
      change('PUT', `/time_entries/${id}.json`, { time_entry: change_ }),
    approve: async (id: number, approved: boolean) =>
      change('PUT', `/time_entries/${id}.json`, { time_entry: { custom_fields: await approval(approved) } }),
    remove: (id: number) => change('DELETE', `/time_entries/${id}.json`),
  }
}
