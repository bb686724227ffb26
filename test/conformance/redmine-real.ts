/** The real Redmine that the live tests bring up. */
import { day } from '../../src/kernel/dates.ts'
import { monthPeriod } from '../../src/kernel/periods.ts'
import { redmineClient } from '../live/redmine-client.ts'
import type { LiveSystems } from '../live/systems.ts'
import type { World } from './world.ts'

export function realRedmine(systems: () => Promise<LiveSystems>): World {
  return {
    name: 'the real Redmine',
    async start() {
      const { redmine, month } = await systems()
      const people = redmineClient(redmine)
      const add = (on: string, hours: string, comments: string, approved: boolean) =>
        people.add({ project: 'ware-rollout', login: 'tilda.brandvik', on, hours, comments, approved })
      return {
        baseUrl: redmine.url,
        settings: {
          approvalField: 'approved',
          approvedBy: 'Manager',
          workerCode: 'field:Employee code',
          laborCategoryField: 'Labor category',
          clientField: 'Customer code',
          company: 'ACME-DE',
          owns: 'workers,projects',
        },
        secrets: { apiKey: redmine.hubKey },
        source: {
          stream: 'time_entries',
          window: monthPeriod(month),
          add: async (on, hours, comments, approved) => String(await add(day(on), hours, comments, approved)),
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
        stop: async () => undefined,
      }
    },
  }
}
