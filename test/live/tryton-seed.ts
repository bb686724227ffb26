import { clients, companies, people, projects } from './firm.ts'
import { date, decimal, type TrytonClient } from './tryton-client.ts'

type Company = (typeof companies)[number]

/** Seeds an empty database with Tryton's modules. `month` is the first whose ledger period stays open. */
export async function seedTryton(
  tryton: TrytonClient,
  month: string,
  integration: { login: string; password: string },
): Promise<void> {
  const ids = new Map<string, number>()
  for (const company of companies) ids.set(company.key, await seedCompany(tryton, company))
  // With the filter "one" the record rules show the stored company only, whatever company the context names.
  await tryton.write('res.user', [tryton.userId], {
    companies: [['add', [...ids.values()]]],
    company: ids.get('gmbh'),
    company_filter: 'all',
  })
  await tryton.refresh()
  const term = await tryton.create('account.invoice.payment_term', {
    name: 'Net 30',
    lines: [['create', [{ type: 'remainder', relativedeltas: [['create', [{ days: 30 }]]] }]]],
  })
  const category = await tryton.create('product.category', { name: 'Services', accounting: true })
  for (const company of companies) {
    const id = ids.get(company.key)!
    tryton.enter(id)
    await seedLedger(tryton, id, company, month, category)
  }
  const product = await seedProduct(tryton, category)
  const parties = await seedClients(tryton, term)
  await seedEmployees(tryton, ids)
  await seedProjects(tryton, ids, parties, product)
  await tryton.write('party.party', inactiveClients(parties), { active: false })
  await seedIntegrationUser(tryton, [...ids.values()], integration)
}

async function seedCompany(tryton: TrytonClient, company: Company): Promise<number> {
  const names = { EUR: ['Euro', '€', '978', '1.0'], GBP: ['Pound sterling', '£', '826', '0.86'] } as const
  const [name, symbol, number, rate] = names[company.currency]
  const currency = await tryton.create('currency.currency', {
    name,
    symbol,
    code: company.currency,
    numeric_code: number,
    digits: 2,
    rounding: decimal('0.01'),
    rates: [['create', [{ date: date('2020-01-01'), rate: decimal(rate) }]]],
  })
  const party = await tryton.create('party.party', {
    name: company.name,
    code: company.code,
    addresses: [['create', [{ street: '1 Harbour Row', city: 'Town', postal_code: '1000' }]]],
  })
  return tryton.create('company.company', { party, currency })
}

async function seedLedger(
  tryton: TrytonClient,
  id: number,
  company: Company,
  month: string,
  category: number,
): Promise<void> {
  const accounts = await seedChart(tryton, id)
  await seedFiscalYears(tryton, id, company, month)
  const tax = await tryton.create('account.tax', {
    name: `VAT ${company.currency}`,
    description: `VAT ${company.vat}`,
    type: 'percentage',
    rate: decimal(company.vat),
    company: id,
    invoice_account: accounts.tax,
    credit_note_account: accounts.tax,
  })
  await tryton.write('product.category', [category], {
    account_revenue: accounts.revenue,
    account_expense: accounts.expense,
    customer_taxes: [['add', [tax]]],
  })
}

/** The chart wizard's two steps: the accounts, then the company's default receivable and payable. */
async function seedChart(tryton: TrytonClient, company: number) {
  const templates = [
    ['module', '=', 'account'],
    ['fs_id', '=', 'account_template_root_en'],
  ]
  const [template] = await tryton.read('ir.model.data', templates, ['db_id'])
  const account = { company, account_template: template?.db_id }
  const wizard = 'wizard.account.create_chart'
  const [session] = (await tryton.call(`${wizard}.create`)) as [number]
  await tryton.call(`${wizard}.execute`, session, { account }, 'create_account')
  const kind = (type: string) =>
    tryton.one('account.account', [
      [`type.${type}`, '=', true],
      ['company', '=', company],
    ])
  const receivable = await kind('receivable')
  const properties = { company, account_receivable: receivable, account_payable: await kind('payable') }
  await tryton.call(`${wizard}.execute`, session, { account, properties }, 'create_properties')
  await tryton.call(`${wizard}.delete`, session)
  const tax = await tryton.one('account.account', [
    ['name', '=', 'Main Tax'],
    ['company', '=', company],
  ])
  return { revenue: await kind('revenue'), expense: await kind('expense'), tax }
}

/** Last year, this and next; every month before `month` is closed, that one and all later ones are open. */
async function seedFiscalYears(
  tryton: TrytonClient,
  company: number,
  { prefix }: Company,
  month: string,
): Promise<void> {
  const moveType = await tryton.one('ir.sequence.type', [['name', '=', 'Account Move']])
  const invoiceType = await tryton.one('ir.sequence.type', [['name', '=', 'Invoice']])
  const first = Number(month.slice(0, 4)) - 1
  for (const year of [first, first + 1, first + 2]) {
    const moves = await tryton.create('ir.sequence', {
      name: `${prefix} ${year} moves`,
      sequence_type: moveType,
      company,
    })
    const invoices = await tryton.create('ir.sequence.strict', {
      name: `${prefix} ${year} invoices`,
      sequence_type: invoiceType,
      company,
      prefix: `${prefix}-${year}-`,
      padding: 5,
    })
    const sequences = {
      company,
      out_invoice_sequence: invoices,
      out_credit_note_sequence: invoices,
      in_invoice_sequence: invoices,
      in_credit_note_sequence: invoices,
    }
    const fiscalYear = await tryton.create('account.fiscalyear', {
      name: `${prefix} ${year}`,
      start_date: date(`${year}-01-01`),
      end_date: date(`${year}-12-31`),
      company,
      post_move_sequence: moves,
      invoice_sequences: [['create', [sequences]]],
    })
    await tryton.press('account.fiscalyear', 'create_period', [fiscalYear])
  }
  const past = [
    ['company', '=', company],
    ['end_date', '<', date(`${month}-01`)],
  ]
  await tryton.press('account.period', 'close', await tryton.search('account.period', past))
}

async function seedProduct(tryton: TrytonClient, category: number): Promise<number> {
  const template = await tryton.create('product.template', {
    name: 'Consulting',
    type: 'service',
    default_uom: await tryton.one('product.uom', [['symbol', '=', 'h']]),
    list_price: decimal('0.0000'),
    account_category: category,
    products: [['create', [{ code: 'CONSULT' }]]],
  })
  return tryton.one('product.product', [['template', '=', template]])
}

async function seedClients(tryton: TrytonClient, term: number): Promise<Map<string, number>> {
  const parties = new Map<string, number>()
  for (const client of clients) {
    const address = { street: `${client.code} Street`, city: 'Town', postal_code: '1000', invoice: true }
    const party = await tryton.create('party.party', {
      name: client.name,
      code: client.code,
      customer_payment_term: term,
      addresses: [['create', [address]]],
    })
    parties.set(client.code, party)
  }
  return parties
}

function inactiveClients(parties: ReadonlyMap<string, number>): number[] {
  return clients.filter((client) => !client.active).map((client) => parties.get(client.code)!)
}

async function seedEmployees(tryton: TrytonClient, ids: ReadonlyMap<string, number>): Promise<void> {
  for (const { code, first, last, companies: employers } of people) {
    const party = await tryton.create('party.party', { name: `${first} ${last}`, code })
    for (const key of employers) await tryton.create('company.employee', { party, company: ids.get(key) })
  }
}

/** A project is priced by hand in Tryton: the hub prices, and only one of the two may. */
async function seedProjects(
  tryton: TrytonClient,
  ids: ReadonlyMap<string, number>,
  parties: ReadonlyMap<string, number>,
  product: number,
): Promise<void> {
  const status = await tryton.one('project.work.status', [['name', '=', 'Open']])
  for (const project of projects) {
    const company = ids.get(project.company)!
    tryton.enter(company)
    await tryton.create('project.work', {
      name: `${project.code} ${project.title}`,
      type: 'project',
      company,
      party: project.client === null ? null : parties.get(project.client),
      product,
      list_price: decimal('0.0000'),
      project_invoice_method: 'manual',
      status,
      timesheet_available: true,
    })
  }
}

/** The account of the product: it may bill and book time in both companies, and not close a period. */
async function seedIntegrationUser(
  tryton: TrytonClient,
  ids: readonly number[],
  { login, password }: { login: string; password: string },
): Promise<void> {
  const names = [
    'Account',
    'Project Invoice',
    'Project Administration',
    'Timesheet Administration',
    'Product Administration',
    'Party Administration',
  ]
  const groups = await tryton.search('res.group', [['name', 'in', names]])
  if (groups.length !== names.length) throw new Error(`${groups.length} of ${names.length} groups found`)
  await tryton.create('res.user', {
    name: 'Integration',
    login,
    password,
    companies: [['add', ids]],
    company: ids[0],
    company_filter: 'all',
    groups: [['add', groups]],
  })
}
