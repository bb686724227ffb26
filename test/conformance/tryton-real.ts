/** The real Tryton that the live tests bring up: its second company, so that the connection serves several. */
import { addDays, type Day, day } from '../../src/kernel/dates.ts'
import { ledgerAdmin } from '../live/ledger-admin.ts'
import type { LiveSystems } from '../live/systems.ts'
import { trytonClient } from '../live/tryton-client.ts'
import type { World } from './world.ts'

const company = 'ACME-UK'

export function realTryton(systems: () => Promise<LiveSystems>): World {
  return {
    name: 'the real Tryton',
    async start() {
      const { tryton } = await systems()
      const admin = await trytonClient(tryton.url, tryton.admin.login, tryton.admin.password)
      const ledger = ledgerAdmin(admin)
      const reference = async (recordId: string, model: string, domain: unknown[]) => ({
        recordId,
        externalId: String(await admin.one(model, domain)),
      })
      const party = (code: string) =>
        reference(code, 'party.party', [
          ['code', '=', code],
          ['active', 'in', [true, false]],
        ])
      const url = new URL(tryton.url)
      const openOn = day(new Date().toISOString().slice(0, 10))
      return {
        baseUrl: url.origin,
        settings: {
          database: url.pathname.replaceAll('/', ''),
          user: tryton.integration.login,
          product: 'Consulting',
          companies: 'ACME-DE,ACME-UK',
          owns: 'legal_entities,clients,projects,periods,tax_codes',
        },
        secrets: { password: tryton.integration.password },
        target: {
          company: await reference(company, 'company.company', [['party.code', '=', company]]),
          currency: 'GBP',
          client: await party('CLI-1003'),
          inactiveClient: await party('CLI-1099'),
          worker: await reference('E-201', 'company.employee', [['party.code', '=', 'E-201']]),
          project: await reference('claims-portal', 'timesheet.work', [
            ['origin.name', 'like', 'claims-portal%', 'project.work'],
          ]),
          tax: { code: `${company}/VAT GBP`, percent: 20n },
          openOn,
          closableOn: nextMonth(openOn),
          noPeriodOn: day('2039-06-30'),
          closePeriod: (on) => ledger.closePeriod(company, on),
          reopenPeriod: (on) => ledger.reopenPeriod(company, on),
          editDraft: (externalId, unitPrice) => ledger.editDraft(Number(externalId), unitPrice),
        },
        stop: async () => undefined,
      }
    },
  }
}

function nextMonth(on: Day): Day {
  return day(`${addDays(day(`${on.slice(0, 7)}-01`), 40).slice(0, 7)}-15`)
}
