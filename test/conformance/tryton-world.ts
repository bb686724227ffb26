/** A Tryton, real or simulated: an accountant works in it with the admin's rights. */
import { addDays, type Day, day } from '../../src/kernel/dates.ts'
import { ledgerAdmin } from '../live/ledger-admin.ts'
import { trytonClient } from '../live/tryton-client.ts'
import { mentions } from './faulty-egress.ts'
import type { StartedWorld } from './world.ts'

type Account = { readonly login: string; readonly password: string }
export type TrytonAt = {
  /** Ends in the database's name. */
  readonly url: string
  readonly integration: Account
  readonly admin: Account
  readonly company: string
  readonly currency: string
  readonly client: string
  readonly inactiveClient: string
  readonly worker: string
  readonly project: string
  readonly tax: { readonly code: string; readonly percent: bigint }
  readonly stop: () => Promise<void>
}

export async function trytonWorld(at: TrytonAt): Promise<StartedWorld> {
  const admin = await trytonClient(at.url, at.admin.login, at.admin.password)
  const ledger = ledgerAdmin(admin)
  const named = (recordId: string, id: unknown) => ({ recordId, externalId: String(id) })
  const party = async (code: string) =>
    named(
      code,
      await admin.one('party.party', [
        ['code', '=', code],
        ['active', 'in', [true, false]],
      ]),
    )
  const [project] = await admin.read(
    'project.work',
    [['name', 'like', `${at.project}%`]],
    ['timesheet_works'],
  )
  const { origin, pathname } = new URL(at.url)
  const openOn = day(new Date().toISOString().slice(0, 10))
  return {
    baseUrl: origin + pathname.replace(/[^/]+\/$/, ''),
    settings: {
      database: pathname.split('/').at(-2) ?? '',
      user: at.integration.login,
      product: 'Consulting',
      rowsPerRead: '10',
    },
    secrets: { password: at.integration.password },
    target: {
      company: named(at.company, await admin.one('company.company', [['party.code', '=', at.company]])),
      currency: at.currency,
      client: await party(at.client),
      inactiveClient: await party(at.inactiveClient),
      worker: named(at.worker, await admin.one('company.employee', [['party.code', '=', at.worker]])),
      project: named(at.project, (project?.timesheet_works as number[] | undefined)?.[0]),
      tax: at.tax,
      openOn,
      closableOn: nextMonth(openOn),
      noPeriodOn: day('2039-06-30'),
      closePeriod: (on) => ledger.closePeriod(at.company, on),
      reopenPeriod: (on) => ledger.reopenPeriod(at.company, on),
      calls: {
        createDraft: mentions('account.invoice.create"'),
        postDocument: mentions('account.invoice.post"'),
        writeCosts: mentions('timesheet.line.create"'),
        overwriteCost: mentions('timesheet.line.write"'),
      },
      cancelDraft: (externalId) => ledger.cancelDraft(Number(externalId)),
      editDraft: (externalId, unitPrice) => ledger.editDraft(Number(externalId), unitPrice),
    },
    stop: at.stop,
  }
}

function nextMonth(on: Day): Day {
  return day(`${addDays(day(`${on.slice(0, 7)}-01`), 40).slice(0, 7)}-15`)
}
