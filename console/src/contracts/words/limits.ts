/** Ceilings and clients' orders in words. */
import {
  daysText,
  kindsText,
  type Limit,
  listText,
  type PurchaseOrder,
  perText,
  type Say,
  sentence,
} from './say.ts'

/** "20,000.00 EUR and 100 h". */
function heightText(of: { amount?: string; hours?: string }, currency: string | undefined, say: Say): string {
  return listText([
    ...(of.amount === undefined ? [] : [say.money(of.amount, currency)]),
    ...(of.hours === undefined ? [] : [`${say.number(of.hours)} h`]),
  ])
}

const eachText: Readonly<Record<string, string>> = {
  worker: 'for each person',
  project: 'for each project',
  task: 'for each task',
  labor_category: 'for each role',
  client: 'for each client',
  contract: 'for each contract',
  line: 'for each line',
}

/** What becomes of work over it. */
export function overText(over: string | undefined, per?: string): string {
  const next = per === undefined || per === 'total' ? 'stretch' : per
  if (over === 'next_period') return `what is over moves to the next ${next} that has room`
  if (over === 'non_billable') return 'what is over is not billed'
  if (over === 'written_off') return 'what is over is written off'
  return over === 'review' ? 'what is over waits for a decision' : 'what is over waits'
}

/** "up to 20,000.00 EUR a month; what is over waits", to stand behind what it limits. */
export function ceilingText(limit: Limit, say: Say): string {
  const each = limit.each === undefined ? null : eachText[limit.each]
  const height = `up to ${heightText(limit, limit.currency, say)}${perText(limit.per)}`
  const parts = [
    [height, each].filter((part) => part !== null && part !== undefined).join(' '),
    daysText(limit.from, limit.to, say),
    limit.used === undefined
      ? null
      : `of which ${heightText(limit.used, limit.currency, say)} were used before`,
  ]
  const whole = limit.mode === 'whole_entry' ? '; an entry that does not fit as a whole finds no room' : ''
  const held = limit.heldWork === 'holds_the_rest' ? '; work held by a case keeps its place' : ''
  return `${parts.filter((part) => part !== null).join(', ')}; ${overText(limit.over, limit.per)}${whole}${held}`
}

/** True where nothing but the line itself says which work falls under it. */
export function isWhole(limit: Limit): boolean {
  return narrowingOf(limit).length === 0
}

function narrowingOf(of: Limit | PurchaseOrder): string[] {
  const named = (word: string, ids: readonly string[] | undefined) =>
    ids === undefined || ids.length === 0 ? [] : [`${word} ${listText(ids)}`]
  return [
    ...(of.kinds === undefined || of.kinds.length === 0 ? [] : [kindsText(of.kinds)]),
    ...named('contracts', of.contracts),
    ...named('lines', of.lines),
    ...named('projects', of.projects),
    ...named('tasks', of.tasks),
    ...named('roles', of.laborCategories),
    ...named('people', of.workers),
  ]
}

/** A ceiling as a sentence of its own: "Travel: expenses up to 2,000.00 EUR; what is over waits". */
export function limitSentence(limit: Limit, say: Say): string {
  const of = narrowingOf(limit)
  const body = `${of.length === 0 ? 'everything' : of.join(', ')} ${ceilingText(limit, say)}`
  return limit.name === undefined ? sentence([body]) : `${limit.name}: ${body}`
}

export function orderSentence(order: PurchaseOrder, at: number, count: number, say: Say): string {
  const height = heightText(order, undefined, say)
  const tolerance = order.tolerance === undefined ? '' : ` and ${say.number(order.tolerance)} % over it`
  const rest =
    order.over === 'hold'
      ? 'the rest waits'
      : order.overflow !== undefined
        ? `the rest goes on order ${order.overflow}`
        : at < count - 1
          ? 'the rest goes on the next order'
          : 'the rest waits'
  const name = order.name === undefined ? order.id : `${order.name} (${order.id})`
  const parts = [
    `Billed on order ${name}`,
    narrowingOf(order).length === 0 ? null : `for ${narrowingOf(order).join(', ')}`,
    daysText(order.from, order.to, say),
    height === '' ? 'without an end' : `up to ${height}${tolerance}`,
    order.used === undefined ? null : `of which ${heightText(order.used, undefined, say)} were used before`,
  ]
  const whole = order.mode === 'whole_entry' ? '; an entry that does not fit goes on as a whole' : ''
  return `${sentence(parts)}${height === '' ? '' : `; ${rest}`}${whole}`
}
