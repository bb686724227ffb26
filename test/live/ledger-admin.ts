import { date, decimal, type TrytonClient } from './tryton-client.ts'

/** What an accountant does in Tryton behind the product's back, with the admin's rights. */
export function ledgerAdmin(tryton: TrytonClient) {
  const period = (company: string, on: string) =>
    tryton.one('account.period', [
      ['company.party.code', '=', company],
      ['start_date', '<=', date(on)],
      ['end_date', '>=', date(on)],
    ])
  const companyOf = async (invoice: number): Promise<number> => {
    const [row] = await tryton.read('account.invoice', [['id', '=', invoice]], ['company'])
    if (row === undefined) throw new Error(`no invoice ${invoice}`)
    return row.company as number
  }
  return {
    /** The state of the ledger period that holds the day: "open", "close" or "locked". */
    periodState: async (company: string, on: string): Promise<string> => {
      const [row] = await tryton.read('account.period', [['id', '=', await period(company, on)]], ['state'])
      return row?.state as string
    },
    closePeriod: async (company: string, on: string): Promise<void> => {
      await tryton.press('account.period', 'close', [await period(company, on)])
    },
    reopenPeriod: async (company: string, on: string): Promise<void> => {
      await tryton.press('account.period', 'reopen', [await period(company, on)])
    },
    /** Changes the unit price of a draft's first line. */
    editDraft: async (invoice: number, unitPrice: string): Promise<void> => {
      tryton.enter(await companyOf(invoice))
      const [line] = await tryton.search('account.invoice.line', [
        ['invoice', '=', invoice],
        ['type', '=', 'line'],
      ])
      if (line === undefined) throw new Error(`invoice ${invoice} has no line`)
      const lines = [['write', [line], { unit_price: decimal(unitPrice) }]]
      await tryton.write('account.invoice', [invoice], { lines })
    },
    /** A draft is cancelled first: Tryton deletes nothing else. It holds no number, so no gap remains. */
    deleteDraft: async (invoice: number): Promise<void> => {
      tryton.enter(await companyOf(invoice))
      await tryton.press('account.invoice', 'cancel', [invoice])
      await tryton.remove('account.invoice', [invoice])
    },
    cancelDraft: async (invoice: number): Promise<void> => {
      tryton.enter(await companyOf(invoice))
      await tryton.press('account.invoice', 'cancel', [invoice])
    },
    post: async (invoice: number): Promise<void> => {
      tryton.enter(await companyOf(invoice))
      await tryton.press('account.invoice', 'post', [invoice])
    },
    /** A client leaves, or comes back: Tryton itself would go on accepting invoices for an inactive one. */
    setClientActive: async (code: string, active: boolean): Promise<void> => {
      const party = await tryton.one('party.party', [
        ['code', '=', code],
        ['active', 'in', [true, false]],
      ])
      await tryton.write('party.party', [party], { active })
    },
  }
}
