import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'

/**
 * What Tryton's books must hold after a run, computed from Redmine's REST API and the rate table alone. This file
 * shares nothing with the product, not even its arithmetic: it is the second opinion.
 * Hours are in hundredths, money in minor units of two decimals, rates in hundredths of the currency.
 */

export type RateTable = {
  readonly contracts: readonly {
    readonly project: string
    readonly company: string
    readonly currency: string
    readonly kind: 'time_and_materials' | 'fixed_fee' | 'internal'
  }[]
  readonly rates: readonly Rate[]
}

type Rate = {
  readonly id: string
  readonly currency: string
  readonly person?: string
  readonly role?: string
  readonly project?: string
  readonly client?: string
  readonly rate: string
  readonly from: string
  readonly until: string | null
}

export type PricedEntry = {
  readonly id: number
  readonly on: string
  readonly person: string
  readonly project: string
  readonly company: string
  readonly client: string | null
  readonly currency: string
  readonly hundredths: bigint
  readonly amount: bigint
  readonly rate: string | null
}

export type Sum = {
  readonly company: string
  readonly client: string | null
  readonly currency: string
  readonly entries: number
  readonly costHours: string
  readonly billAmount: string
}

export function rateTable(month: string): RateTable {
  const text = readFileSync(join(import.meta.dirname, 'rates.json'), 'utf8')
  return JSON.parse(text.replaceAll('{month}', month)) as RateTable
}

/** Two digits after the point at most; "7.5" is 750. The text is read, never a floating-point number. */
export function hundredths(text: string): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text)
  if (parts === null) throw new Error(`not a number of at most two decimals: ${text}`)
  const value = BigInt(parts[2]! + (parts[3] ?? '').padEnd(2, '0'))
  return parts[1] === '-' ? -value : value
}

export function twoDecimals(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(3, '0')
  return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** Hours times rate has four decimals; a half of the second one goes up. Both are positive here. */
function price(hours: bigint, rate: bigint): bigint {
  return (hours * rate + 50n) / 100n
}

type Place = {
  person: string
  role: string
  project: string
  client: string | null
  currency: string
  on: string
}

function rateOf(table: RateTable, place: Place): Rate {
  const live = table.rates.filter(
    (rate) =>
      rate.currency === place.currency &&
      rate.from <= place.on &&
      (rate.until === null || place.on < rate.until),
  )
  const at = (names: readonly (keyof Rate & keyof Place)[]) =>
    live.filter((rate) =>
      (['person', 'role', 'project', 'client'] as const).every((name) =>
        names.includes(name) ? rate[name] === place[name] : rate[name] === undefined,
      ),
    )
  const levels = [
    ['person', 'project'],
    ['person'],
    ['role', 'project'],
    ['role'],
    ['project'],
    ['client'],
  ] as const
  for (const level of levels) {
    const found = at(level)
    if (found.length > 1) throw new Error(`two rates: ${found.map((rate) => rate.id).join(', ')}`)
    if (found[0] !== undefined) return found[0]
  }
  throw new Error(`no rate for ${JSON.stringify(place)}`)
}

type Field = { name: string; value: string | null }
type Named = { id: number; identifier?: string; custom_fields?: Field[] }
type TimeEntry = {
  id: number
  project: { id: number }
  user: { id: number }
  spent_on: string
  hours: string
  custom_fields: Field[]
}

/** Reads a list to its end. `hours` is made a string before parsing, so that its digits stay what they were. */
async function readAll<Item>(source: Source, path: string, list: string): Promise<Item[]> {
  const items: Item[] = []
  for (;;) {
    const address = `${source.url}/${path}${path.includes('?') ? '&' : '?'}limit=100&offset=${items.length}`
    const reply = await fetch(address, { headers: { 'x-redmine-api-key': source.apiKey } })
    if (!reply.ok) throw new Error(`${address}: HTTP ${reply.status}`)
    const text = (await reply.text()).replace(/"hours":(-?[\d.]+)/g, '"hours":"$1"')
    const page = JSON.parse(text) as Record<string, Item[]> & { total_count: number }
    items.push(...page[list]!)
    if (items.length >= page.total_count || page[list]!.length === 0) return items
  }
}

const fieldOf = (item: { custom_fields?: Field[] }, name: string): string | null =>
  item.custom_fields?.find((field) => field.name === name)?.value || null

export type Source = { readonly url: string; readonly apiKey: string }

/** Every approved entry of the month with its price: none for fixed-fee and internal work. */
export async function pricedEntries(source: Source, month: string): Promise<PricedEntry[]> {
  const table = rateTable(month)
  const users = new Map((await readAll<Named>(source, 'users.json?status=', 'users')).map((u) => [u.id, u]))
  const projects = new Map((await readAll<Named>(source, 'projects.json', 'projects')).map((p) => [p.id, p]))
  const days = new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate()
  const window = `time_entries.json?from=${month}-01&to=${month}-${days}&sort=created_on:asc`
  const read = await readAll<TimeEntry>(source, window, 'time_entries')
  const approved = read.filter((entry) => fieldOf(entry, 'approved') === '1')
  return approved.map((entry) => {
    const project = projects.get(entry.project.id)!
    const user = users.get(entry.user.id)!
    const contract = table.contracts.find((row) => row.project === project.identifier)
    if (contract === undefined) throw new Error(`no contract for ${project.identifier}`)
    const { company, currency } = contract
    const client = fieldOf(project, 'Customer code')
    const hours = hundredths(entry.hours)
    const person = fieldOf(user, 'Employee code')!
    const work = { id: entry.id, on: entry.spent_on, person, project: contract.project }
    const base = { ...work, company, client, currency, hundredths: hours }
    if (contract.kind !== 'time_and_materials') return { ...base, amount: 0n, rate: null }
    const role = fieldOf(user, 'Labor category')!
    const rate = rateOf(table, {
      person,
      role,
      project: contract.project,
      client,
      currency,
      on: entry.spent_on,
    })
    return { ...base, amount: price(hours, hundredths(rate.rate)), rate: rate.id }
  })
}

/** Per company, client and currency, in that order of names. Internal work has no client. */
export function sumUp(entries: readonly PricedEntry[]): Sum[] {
  const groups = Map.groupBy(entries, (entry) => `${entry.company} ${entry.client ?? ''} ${entry.currency}`)
  return [...groups.keys()].sort().map((key) => {
    const group = groups.get(key)!
    const { company, client, currency } = group[0]!
    const total = (pick: (entry: PricedEntry) => bigint) =>
      group.reduce((sum, entry) => sum + pick(entry), 0n)
    const costHours = twoDecimals(total((entry) => entry.hundredths))
    const billAmount = twoDecimals(total((entry) => entry.amount))
    return { company, client, currency, entries: group.length, costHours, billAmount }
  })
}

export async function expectedSums(source: Source, month: string): Promise<Sum[]> {
  return sumUp(await pricedEntries(source, month))
}

if (import.meta.main) {
  const text = { type: 'string' } as const
  const { url, key, month } = parseArgs({ options: { url: text, key: text, month: text } }).values
  if (!url || !key || !month) throw new Error('usage: expected-sums.ts --url URL --key KEY --month YYYY-MM')
  process.stdout.write(`${JSON.stringify(await expectedSums({ url, apiKey: key }, month), null, 2)}\n`)
}
