/** The documents of a scenario as known at its position, ready to be compared with. */
import {
  type BilledDocument,
  type BilledLine,
  type BilledMember,
  type Standing,
  standingOf,
} from '../../contracts/changes/standing.ts'
import { day } from '../../kernel/dates.ts'
import { type Decimal, decimal } from '../../kernel/decimal.ts'
import { isRejection } from '../../kernel/errors.ts'
import { formatMoney, isCurrency } from '../../kernel/money.ts'
import type { ExistingDocument, ExistingLine, Member } from '../../model/scenario/existing.ts'
import { complain } from '../complaint.ts'
import { amountOf } from '../known.ts'
import { contractOn, knownIn, type World } from '../world.ts'

export type Known = {
  readonly documents: readonly BilledDocument[]
  /** By work, what invoices bill of it after credits. */
  readonly standing: ReadonlyMap<string, readonly Standing[]>
}

/** The latest known version of each document. Complains of one that says two things at once. */
export function documentsIn(world: World): ExistingDocument[] {
  const latest = new Map<string, ExistingDocument>()
  for (const one of knownIn(world, world.scenario.documents)) {
    const other = latest.get(one.id)
    if (other !== undefined && (other.learned ?? 0) === (one.learned ?? 0))
      complain(`/documents (${one.id})`, 'it stands here twice', 'Say by learned which version came later')
    if (other === undefined || (other.learned ?? 0) < (one.learned ?? 0)) latest.set(one.id, one)
  }
  return [...latest.values()]
}

/** What documents bill. Complains of documents that contradict themselves. */
export function issuedIn(world: World): Known {
  const documents = documentsIn(world).map((one) => billedDocument(world, one))
  const ids = new Set(documents.map((one) => one.id))
  for (const one of documents)
    if (one.corrects !== null && !ids.has(one.corrects))
      complain(
        `/documents (${one.id})/corrects`,
        `there is no document ${one.corrects}`,
        'Add it, or correct the id',
      )
  const standing = standingOf(documents)
  if (isRejection(standing))
    return complain('/documents', standing.message, 'Correct the quantities of the credit, or its document')
  return { documents, standing: Map.groupBy(standing, (one) => one.work) }
}

function billedDocument(world: World, one: ExistingDocument): BilledDocument {
  const path = `/documents (${one.id})`
  const kind = one.kind ?? 'invoice'
  const currency = currencyOf(world, one)
  if (!isCurrency(currency))
    complain(`${path}/currency`, `${currency} is no currency`, 'Use a code of ISO 4217')
  const lines = one.lines.map((line) => billedLine(world, one, line, currency))
  const wrong = kind === 'credit_note' ? lines.find((line) => line.amount.minor > 0n) : undefined
  if (wrong !== undefined)
    complain(
      `${path}/lines (${wrong.id})`,
      'a credit gives back, it is above zero',
      'Say its amounts below zero',
    )
  return {
    id: one.id,
    kind,
    contract: one.contract ?? null,
    currency,
    on: day(one.on),
    status: one.status,
    corrects: one.corrects ?? null,
    purchaseOrder: one.purchaseOrder ?? null,
    taxPer: one.taxPer ?? 'document',
    learned: one.learned ?? 0,
    lines,
  }
}

function currencyOf(world: World, one: ExistingDocument): string {
  if (one.currency !== undefined) return one.currency
  const named = one.contract === undefined ? undefined : world.contracts.get(one.contract)?.at(-1)?.currency
  const all = new Set([...world.contracts.values()].flat().map((contract) => contract.currency))
  const currency = named ?? (all.size === 1 ? [...all][0] : undefined)
  return (
    currency ??
    complain(
      `/documents (${one.id})`,
      'its currency is not said',
      'Say its currency, or the contract it is of',
    )
  )
}

function billedLine(
  world: World,
  document: ExistingDocument,
  line: ExistingLine,
  currency: string,
): BilledLine {
  const path = `/documents (${document.id})/lines (${line.id})`
  const amount = amountOf(line.amount, currency, `${path}/amount`)
  const members = (line.members ?? []).map((one) => billedMember(path, document, one, currency))
  const sum = members.reduce((total, one) => total + one.amount.minor, 0n)
  if (members.length > 0 && sum !== amount.minor)
    complain(
      `${path}/members`,
      `they add up to ${formatMoney({ minor: sum, currency })}, and the line is ${line.amount}`,
      'A line carries the sum of what it bills: correct one of them',
    )
  const taxCode = line.taxCode ?? document.taxCode ?? contractTaxCode(world, document)
  return {
    id: line.id,
    amount,
    taxCode,
    taxRate: line.taxRate === undefined ? taxRateOn(world, taxCode, document.on) : decimal(line.taxRate),
    credits: line.credits ?? null,
    reopens: line.reopens ?? true,
    members,
  }
}

function billedMember(path: string, document: ExistingDocument, one: Member, currency: string): BilledMember {
  const credit = document.kind === 'credit_note'
  if (credit && one.quantity !== undefined && decimal(one.quantity).coefficient > 0n)
    complain(`${path}/members (${one.work})`, 'a credit gives back, it is above zero', 'Say it below zero')
  return {
    work: one.work,
    part: one.part ?? null,
    quantity: one.quantity === undefined ? (credit ? decimal('0') : null) : decimal(one.quantity),
    amount: amountOf(one.amount, currency, `${path}/members (${one.work})`),
    corrects: one.corrects ?? null,
  }
}

function contractTaxCode(world: World, document: ExistingDocument): string | null {
  const contract = document.contract === undefined ? null : contractOn(world, document.contract, document.on)
  return contract?.documents?.taxCode ?? null
}

/** The rate of a tax code on a day; of several that are live the one learned last. */
function taxRateOn(world: World, code: string | null, on: string): Decimal | null {
  if (code === null) return null
  const live = knownIn(world, world.scenario.taxCodes)
    .filter((one) => one.id === code && (one.from ?? '') <= on && (one.to === undefined || on <= one.to))
    .sort((a, b) => (a.learned ?? 0) - (b.learned ?? 0))
    .at(-1)
  return live === undefined ? null : decimal(live.rate)
}
