/** Contracts as they are listed, from what is known of them now. */
import { readHeldBy, readOpenCasesOf } from '../../cases/reads.ts'
import { readHeldWorks, sumChargesOfContracts, type StateSum } from '../../charging/contract-sums.ts'
import { subjectOf } from '../../charging/groups/round.ts'
import type { Masters } from '../../masterdata/masters.ts'
import type { Contract } from '../../model/master-records.ts'
import type { Tx } from '../../store/transaction.ts'
import { nameOf } from '../known-masters.ts'
import { moneyOnWire } from '../wire.ts'
import { contractParts, moneyStates } from './contract-shape.ts'

const mostStopped = 1000
const always = '0001-01-01'

/** The version of a day, else the one that ended last before it, else the first; null when nothing is known of it. */
export function contractAt(masters: Masters, contractId: string, on: string): Contract | null {
  const stretches = inOrder(masters, contractId)
  const past = stretches.findLast((one) => one.from <= on)
  return (past ?? stretches[0])?.body ?? null
}

function inOrder(masters: Masters, contractId: string) {
  return [...masters.stretches('contract', contractId)].sort((a, b) => (a.from < b.from ? -1 : 1))
}

/** Ids of all contracts, by the name of the client, then of the contract. */
export function contractsInOrder(masters: Masters): readonly string[] {
  return masters.derive('contracts by name', ['contract', 'client'], (all) => {
    const known = all.ids('contract').flatMap((id) => {
      const body = all.stretches('contract', id).at(-1)?.body
      const client = body === undefined ? null : nameOf(all, 'client', body.client)
      // Internal ones come after those of clients.
      return body === undefined
        ? []
        : [{ id, key: `${client ?? body.client ?? '\uffff'}\n${body.name}\n${id}` }]
    })
    return known.sort((a, b) => a.key.localeCompare(b.key, 'en')).map(({ id }) => id)
  })
}

/** Part of its id or name, of its client's, or of a project's id. */
export function saysText(masters: Masters, contractId: string, body: Contract, wanted: string): boolean {
  const said = [contractId, body.name, body.client, nameOf(masters, 'client', body.client), ...body.projects]
  return said.some((one) => one?.toLowerCase().includes(wanted))
}

function standingOf(masters: Masters, contractId: string, today: string) {
  const stretches = inOrder(masters, contractId)
  const [first, last] = [stretches[0]!, stretches.at(-1)!]
  const live = masters.at('contract', contractId, today) !== null
  // Between two stretches it has ended for now; what is planned says when it begins again.
  const standing = live ? 'live' : stretches.every((one) => one.from > today) ? 'upcoming' : 'ended'
  return {
    standing: standing as 'live' | 'ended' | 'upcoming',
    from: first.from === always ? null : first.from,
    until: last.until,
  }
}

/** Time is billed by a line that says nothing else of it. */
function partsOf({ terms }: Contract): (typeof contractParts)[number][] {
  if (terms === undefined) return []
  const { lines } = terms
  const found = {
    time: lines.some((line) => (line.work ?? 'priced') === 'priced' && !isOnlyFees(line)),
    fee: lines.some((line) => line.fee !== undefined),
    milestones: lines.some((line) => (line.milestones ?? []).length > 0),
    retainer: lines.some((line) => line.retainer !== undefined),
    subscription: lines.some((line) => line.subscription !== undefined),
    minimum: [terms, ...lines].some((one) => one.minimum !== undefined),
    limits: [terms, ...lines].some((one) => (one.limits ?? []).length > 0),
  }
  return contractParts.filter((part) => found[part])
}

function isOnlyFees(line: NonNullable<Contract['terms']>['lines'][number]): boolean {
  const owed = line.fee !== undefined || line.subscription !== undefined || (line.milestones ?? []).length > 0
  return owed && line.work === undefined && line.covers === undefined
}

/** Sums on the wire, in the order in which money goes on. */
export function sumsOnWire<S extends StateSum>(sums: readonly S[]) {
  const rank = (sum: S) => moneyStates.indexOf(sum.state)
  return [...sums]
    .sort((a, b) => rank(a) - rank(b))
    .map((sum) => ({
      sum,
      state: sum.state,
      hours: sum.hours,
      money: moneyOnWire({ minor: sum.amountMinor, currency: sum.currency }),
    }))
}

/** What a case is about that stops the settling of its client; null where nothing is settled. */
function settlingSubject(masters: Masters, contractId: string, today: string): string | null {
  const body = contractAt(masters, contractId, today)
  return body?.billing === 'composed' && body.client !== null ? subjectOf(body.client) : null
}

/** The summaries of these contracts, in their order; one look at charges and one at cases for all of them. */
export async function summariesOf(
  tx: Tx,
  cell: number,
  masters: Masters,
  contractIds: readonly string[],
  today: string,
) {
  const sums = await sumChargesOfContracts(tx, cell, contractIds)
  const held = await readHeldWorks(tx, cell, contractIds)
  const cases = Map.groupBy(await readHeldBy(tx, cell, [...held.values()].flat()), (row) => row.subjectId)
  const settling = contractIds.flatMap((contractId) => settlingSubject(masters, contractId, today) ?? [])
  const stopped = new Set(
    (await readOpenCasesOf(tx, cell, 'source_record', settling, mostStopped)).map((one) => one.subjectId),
  )
  return contractIds.flatMap((contractId) => {
    const body = contractAt(masters, contractId, today)
    if (body === null) return []
    const own = (held.get(contractId) ?? []).flatMap((workId) => cases.get(workId) ?? [])
    const money = new Map<string, bigint>()
    for (const { currency, moneyMinor } of own)
      if (currency !== null && moneyMinor !== null)
        money.set(currency, (money.get(currency) ?? 0n) + moneyMinor)
    return [
      {
        contractId,
        name: body.name,
        client:
          body.client === null ? null : { id: body.client, name: nameOf(masters, 'client', body.client) },
        legalEntity: { id: body.legalEntity, name: nameOf(masters, 'legal_entity', body.legalEntity) },
        currency: body.currency,
        billing: body.billing,
        parts: body.billing === 'composed' ? partsOf(body) : [],
        ...standingOf(masters, contractId, today),
        money: sumsOnWire(sums.get(contractId) ?? []).map(({ sum: _, ...said }) => said),
        cases: {
          count: own.reduce(
            (count, one) => count + one.count,
            stopped.has(settlingSubject(masters, contractId, today) ?? '') ? 1 : 0,
          ),
          money: [...money].map(([currency, minor]) => moneyOnWire({ minor, currency })),
        },
      },
    ]
  })
}
