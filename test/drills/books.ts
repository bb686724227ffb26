/** What the ERP's own books say, and what they should say: the witness of a drill. */
import type { Store } from '../../src/store/pool.ts'
import type { Site } from './site.ts'

export type Sums = Readonly<Record<string, number>>

type ErpDocument = {
  id: string
  reference: string
  state: string
  net: string
  currency: string
  client: string
  number: string | null
}
type ErpCost = { key: string; hours: string; project: string; worker: string; date: string }

export async function documentsOf(site: Site): Promise<ErpDocument[]> {
  const all = (await site.firm.call('GET', '/inspect/documents')).body.items as ErpDocument[]
  return all.filter((one) => one.state !== 'cancelled')
}

export async function costsOf(site: Site): Promise<ErpCost[]> {
  return (await site.firm.call('GET', '/inspect/costs')).body.items as ErpCost[]
}

function summed<T>(rows: readonly T[], name: (row: T) => string, amount: (row: T) => number): Sums {
  const sums: Record<string, number> = {}
  for (const row of rows) sums[name(row)] = (sums[name(row)] ?? 0) + amount(row)
  return Object.fromEntries(
    Object.entries(sums)
      .filter(([, sum]) => sum !== 0)
      .sort(),
  )
}

/** What clients are billed in all, in minor units. */
export async function billedSums(site: Site): Promise<Sums> {
  const minor = (one: ErpDocument) => Math.round(Number(one.net) * 100)
  return summed(await documentsOf(site), (one) => `${one.client} ${one.currency}`, minor)
}

/** Every hour as cost, by person, project and day, in ten-thousandths. */
export async function costSums(site: Site): Promise<Sums> {
  const parts = (one: ErpCost) => Math.round(Number(one.hours) * 10_000)
  return summed(await costsOf(site), (one) => `${one.worker} ${one.project} ${one.date}`, parts)
}

export function differences(what: string, expected: Sums, actual: Sums): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort()
  return names
    .filter((name) => (expected[name] ?? 0) !== (actual[name] ?? 0))
    .map((name) => `${what} of ${name}: ${actual[name] ?? 0} instead of ${expected[name] ?? 0}`)
}

/** Each key and each reference stands once, and the product knows every document that stands there. */
export async function oncePerReference(site: Site, store: Store): Promise<string[]> {
  const wrong: string[] = []
  const times = (names: readonly string[]) => {
    const counted = Map.groupBy(names, (name) => name)
    return [...counted]
      .filter(([, all]) => all.length > 1)
      .map(([name, all]) => `${name} stands ${all.length} times`)
  }
  const documents = await documentsOf(site)
  wrong.push(...times((await costsOf(site)).map((one) => `the cost ${one.key}`)))
  wrong.push(...times(documents.map((one) => `the document ${one.reference}`)))
  const { rows } = await store.query<{
    reference: string
    net_minor: bigint
    members: bigint
    status: string
  }>(
    `select d.reference, d.net_minor, d.status, (select coalesce(sum(c.amount_minor), 0)::bigint from charges c
       where c.cell = 1 and c.document_id = d.document_id) as members
     from documents d where d.cell = 1 and d.status <> 'discarded'`,
  )
  const known = new Map(rows.map((row) => [row.reference, row]))
  for (const one of documents) {
    const ours = known.get(one.reference)
    if (ours === undefined) wrong.push(`the document ${one.reference} of ${one.client} is not known here`)
    else if (Number(ours.net_minor) !== Math.round(Number(one.net) * 100) || ours.members !== ours.net_minor)
      wrong.push(
        `the document ${one.reference}: ${ours.net_minor} here, members ${ours.members}, there ${one.net}`,
      )
    else if (one.state === 'issued' && ours.status !== 'issued')
      wrong.push(`the document ${one.reference} is issued there and ${ours.status} here`)
  }
  return wrong
}
