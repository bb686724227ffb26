/** A Redmine, real or simulated: people edit time in it over its own REST API. */
import { monthPeriod } from '../../src/kernel/periods.ts'
import { redmineClient } from '../live/redmine-client.ts'
import type { StartedWorld } from './world.ts'

export type RedmineAt = {
  readonly url: string
  readonly hubKey: string
  readonly adminKey: string
  readonly month: string
  /** A project and a person whose time the cases may add. */
  readonly project: string
  readonly login: string
  readonly settings: Readonly<Record<string, string>>
  readonly stop: () => Promise<void>
}

export function redmineWorld(at: RedmineAt): StartedWorld {
  const people = redmineClient(at)
  return {
    baseUrl: at.url,
    settings: { approvalField: 'approved', approvedBy: 'Manager', ...at.settings },
    secrets: { apiKey: at.hubKey },
    source: {
      stream: 'time_entries',
      window: monthPeriod(at.month),
      add: async (on, hours, comments, approved) =>
        String(await people.add({ project: at.project, login: at.login, on, hours, comments, approved })),
      edit: async (id, change) => {
        await people.edit(Number(id), change)
      },
      approve: async (id, approved) => {
        await people.approve(Number(id), approved)
      },
      remove: async (id) => {
        await people.remove(Number(id))
      },
    },
    stop: at.stop,
  }
}
