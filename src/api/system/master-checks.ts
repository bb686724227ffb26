import { compareDecimal, decimal } from '../../kernel/decimal.ts'
import { isCurrency } from '../../kernel/money.ts'
import { namesOf } from '../../contracts/documents/grouping.ts'
import type { MasterChange } from '../../model/master-records.ts'
import { narrativeNames } from '../../model/scenario/document-rules.ts'
import type { ProblemPart } from '../problem.ts'
import { Refusal, part } from '../problem.ts'

const currencyFields = new Set(['currency', 'costCurrency', 'rateCurrency'])
const partsShown = 20

function fault(pointer: string, message: string): ProblemPart {
  return part('SCHEMA_VIOLATION', pointer, message)
}

/** Of a currency field anywhere in the body, however deep. */
function currencyFaults(value: unknown, pointer: string): ProblemPart[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) => {
    const at = `${pointer}/${name}`
    if (typeof item === 'object') return currencyFaults(item, at)
    return currencyFields.has(name) && typeof item === 'string' ? currencyFault(item, at) : []
  })
}

function currencyFault(code: string, pointer: string): ProblemPart[] {
  return isCurrency(code) ? [] : [fault(pointer, `${code} is no currency of ISO 4217`)]
}

/** Names in the text of document lines that nothing is known by. */
function narrativeFaults(change: MasterChange, pointer: string): ProblemPart[] {
  if (change.body === null) return []
  const [rules, at] =
    change.kind === 'contract'
      ? [change.body.terms?.documents, `${pointer}/terms/documents`]
      : change.kind === 'client' || change.kind === 'legal_entity'
        ? [change.body.documents, `${pointer}/documents`]
        : []
  const unknown = namesOf(rules?.narrative ?? '').filter((name) => !narrativeNames.includes(name))
  return unknown.map((name) =>
    fault(
      `${at}/narrative`,
      `nothing is known by the name {${name}}; there are ${narrativeNames.join(', ')}`,
    ),
  )
}

/** What the schema of each kind cannot say. */
function kindFaults(change: MasterChange, pointer: string): ProblemPart[] {
  if (change.body === null) return []
  switch (change.kind) {
    case 'contract': {
      const { billing, terms, client } = change.body
      if (billing !== 'composed')
        return terms === undefined
          ? []
          : [fault(`${pointer}/terms`, 'only a contract with billing "composed" has terms')]
      return [
        ...(terms === undefined
          ? [fault(`${pointer}/terms`, 'a composed contract says what it is put together from')]
          : []),
        ...(client === null ? [fault(`${pointer}/client`, 'a composed contract has a client')] : []),
      ]
    }
    case 'exchange_rate': {
      const { from, to, rate } = change.body
      return [
        ...currencyFault(from, `${pointer}/from`),
        ...currencyFault(to, `${pointer}/to`),
        ...(from === to ? [fault(`${pointer}/to`, 'is the currency that it is changed from')] : []),
        ...(compareDecimal(decimal(rate), decimal('0')) > 0
          ? []
          : [fault(`${pointer}/rate`, 'an exchange rate is above zero')]),
      ]
    }
    case 'limit': {
      const { clients, from, to, amount, hours } = change.body
      return [
        ...(clients?.length === 1 ? [] : [fault(`${pointer}/clients`, 'names the one client that it is of')]),
        ...(amount === undefined && hours === undefined
          ? [fault(`${pointer}/amount`, 'a limit says an amount, hours, or both')]
          : []),
        ...(from !== undefined && to !== undefined && to < from
          ? [fault(`${pointer}/to`, 'lies before from')]
          : []),
      ]
    }
    case 'worker': {
      const { employedFrom, employedUntil } = change.body
      return employedUntil !== null && employedUntil <= employedFrom
        ? [fault(`${pointer}/employedUntil`, 'is exclusive and comes after employedFrom')]
        : []
    }
    case 'period': {
      const { from, until } = change.body
      return until <= from ? [fault(`${pointer}/until`, 'is exclusive and comes after from')] : []
    }
    default:
      return []
  }
}

/** What a schema cannot say: periods that end after they begin, currencies that exist, terms where they belong. */
export function senselessFaults(changes: readonly MasterChange[]): ProblemPart[] {
  return changes.flatMap((change, index) => {
    const pointer = `/changes/${index}`
    const own =
      change.validUntil !== null && change.validUntil <= change.validFrom
        ? [fault(`${pointer}/validUntil`, 'is exclusive and comes after validFrom')]
        : []
    return [
      ...own,
      ...currencyFaults(change.body, `${pointer}/body`),
      ...narrativeFaults(change, `${pointer}/body`),
      ...kindFaults(change, `${pointer}/body`),
    ]
  })
}

/** Throws the refusal of what is senseless by itself. */
export function refuseSenselessMasters(changes: readonly MasterChange[]): void {
  refuseParts(senselessFaults(changes))
}

/** Throws the refusal that names these faults; the first twenty of them. */
export function refuseParts(faults: readonly ProblemPart[]): void {
  const first = faults[0]
  if (first === undefined) return
  const rest = faults.length > 1 ? ` (and ${faults.length - 1} more)` : ''
  throw new Refusal('SCHEMA_VIOLATION', `${first.pointer} ${first.message}${rest}.`, {
    parts: faults.slice(0, partsShown),
  })
}
