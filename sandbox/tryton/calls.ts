/** The methods of models: which exist, who may call them, and which of them write. */
import { findDocument } from '../books/documents.ts'
import { recordsOf } from '../books/records.ts'
import type { WriteKind } from '../books/switches.ts'
import { rowsById } from './domain.ts'
import { exception, TrytonStatus, userError } from './errors.ts'
import { accountId, addressId, companyById, recordByNo } from './ids.ts'
import type { Caller, Context, Model, Values } from './model.ts'
import { models } from './models.ts'
import { readRows, search, spellRows } from './reading.ts'

export type Call = {
  readonly caller: Caller
  readonly model: string
  readonly name: string
  readonly args: readonly unknown[]
  readonly context: Context
}

export function call({ caller, model: modelName, name, args, context }: Call): unknown {
  if (modelName === 'res.user.warning' && name === 'create') return acceptWarnings(caller, args)
  if (modelName === 'ir.model.data') throw userError('You are not allowed to access "Model data".')
  const model = models[modelName]
  if (model === undefined) throw exception(`'${modelName}'`)
  const { world } = caller
  switch (name) {
    case 'search':
      return search(world, model, args, context).map((row) => row.id)
    case 'search_count':
      return search(world, model, [args[0]], context).length
    case 'search_read':
      return spellRows(world, model, search(world, model, args, context), args[4], context)
    case 'read':
      return readRows(world, model, idsOf(args[0]), args[1], context)
    case 'create':
      if (model.create === undefined) throw refused('create', model)
      return (args[0] as Values[]).map((values) => model.create!(caller, values, context))
    case 'write':
      return writeAll(caller, model, args, context)
    case 'delete':
      if (model.remove === undefined) throw refused('delete', model)
      for (const id of idsOf(args[0])) {
        mustExist(caller, model, id)
        model.remove(caller, id)
      }
      return null
    case 'on_change':
      return modelName === 'account.invoice' ? invoiceDefaults(caller, args[0] as Values) : {}
    case 'on_change_product':
      return modelName === 'account.invoice.line' ? lineDefaults(caller, args[0] as Values, context) : {}
    default:
      return press(caller, modelName, model, name, idsOf(args[0]), context)
  }
}

function press(
  caller: Caller,
  modelName: string,
  model: Model,
  name: string,
  ids: readonly number[],
  context: Context,
): null {
  const button = model.buttons?.[name]
  if (button === undefined) throw new TrytonStatus(403)
  if (model.adminButtons === true && !caller.admin) {
    throw userError(`Calling button "${name} on "${modelName}" is not allowed.`)
  }
  for (const id of ids) mustExist(caller, model, id)
  button(caller, ids, context)
  return null
}

/** write([ids], values, [more ids], more values, ...) */
function writeAll(caller: Caller, model: Model, args: readonly unknown[], context: Context): null {
  if (model.write === undefined) throw refused('write', model)
  for (let at = 0; at + 1 < args.length; at += 2) {
    for (const id of idsOf(args[at])) {
      mustExist(caller, model, id)
      model.write(caller, id, args[at + 1] as Values, context)
    }
  }
  return null
}

function mustExist(caller: Caller, model: Model, id: number): void {
  if (rowsById(caller.world, model, id) === null) {
    throw userError(`You are trying to read records "${id}" of "${model.label}" that don't exist anymore.`)
  }
}

function acceptWarnings(caller: Caller, args: readonly unknown[]): number[] {
  return (args[0] as Values[]).map((values, index) => {
    caller.world.books.run(
      'insert or ignore into acknowledged_warning (name) values (?)',
      String(values.name),
    )
    return index + 1
  })
}

/** What the client fills in once company and party are chosen. */
function invoiceDefaults(caller: Caller, values: Values): unknown {
  const { books } = caller.world
  const company = companyById(books, values.company)
  const party = recordByNo(books, values.party, 'client')
  return {
    journal: 1,
    payment_term: 1,
    ...(party === null ? {} : { invoice_address: addressId(party) }),
    ...(company === null ? {} : { account: accountId(company, 'receivable') }),
  }
}

/** What the product tells a line: the account of its category, its unit and its taxes. */
function lineDefaults(caller: Caller, values: Values, context: Context): unknown {
  const { books } = caller.world
  const company = companyById(books, values.company ?? context.company)
  if (company === null || values.product !== 1) return {}
  const tax = recordsOf(books, 'tax_code').find((each) => each.body.legal_entity === company.code)
  return {
    account: accountId(company, 'revenue'),
    unit: 9,
    ...(tax === undefined ? {} : { taxes: { add: [[0, { id: tax.no }]] } }),
  }
}

const refused = (what: string, model: Model) =>
  userError(`You are not allowed to ${what} records of "${model.label}".`)

function idsOf(value: unknown): number[] {
  if (!Array.isArray(value)) throw exception("'ids'")
  return value.map(Number)
}

/** Null for calls that only read, and for writes that no fault is planted on. */
export function writeKindOf({ model, name }: Call): WriteKind | null {
  const kinds: Readonly<Record<string, WriteKind>> = {
    'timesheet.line create': 'cost.write',
    'timesheet.line write': 'cost.write',
    'timesheet.line delete': 'cost.delete',
    'account.invoice create': 'document.create',
    'account.invoice write': 'document.update',
    'account.invoice post': 'document.post',
    'account.invoice delete': 'document.discard',
  }
  return kinds[`${model} ${name}`] ?? null
}

/** The company whose sequence a call locks. */
export function companyOfCall({ caller, model, name, args, context }: Call): string | null {
  if (model !== 'account.invoice') return null
  if (name === 'create') {
    const first = (args[0] as Values[] | undefined)?.[0]
    return companyById(caller.world.books, first?.company ?? context.company)?.code ?? null
  }
  const id = Array.isArray(args[0]) ? Number(args[0][0]) : 0
  return findDocument(caller.world.books, id)?.company ?? null
}
