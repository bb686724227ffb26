/** One contract with everything that fills it, as one snapshot tells it. */
import { readOpenCasesOf } from '../../cases/reads.ts'
import {
  type LinePrice,
  type LineSum,
  readHeldWorks,
  readMadeWorks,
  readPricesInUse,
  sumChargesOfLines,
} from '../../charging/contract-sums.ts'
import { markedGroups, readGroupStanding } from '../../charging/groups/marks.ts'
import { type Outlook, type OutlookMilestone, outlookOf } from '../../charging/groups/outlook.ts'
import { subjectOf } from '../../charging/groups/round.ts'
import { type Day, day } from '../../kernel/dates.ts'
import { describeError } from '../../kernel/error-catalogue.ts'
import { factLane } from '../../log/event.ts'
import { readReceivedAt } from '../../log/read.ts'
import type { Masters } from '../../masterdata/masters.ts'
import { readVersions } from '../../masterdata/versions.ts'
import type { Contract } from '../../model/master-records.ts'
import type { Tx } from '../../store/transaction.ts'
import type { ApiDeps } from '../deps.ts'
import { knownMasters } from '../known-masters.ts'
import { Refusal } from '../problem.ts'
import { moneyOfColumns, moneyOnWire } from '../wire.ts'
import { fillsOf, lotsOf, periodsOf } from './contract-fills.ts'
import { contractAt, sumsOnWire, summariesOf } from './contract-list.ts'

const mostCases = 50
const noOutlook: Outlook = { milestones: [], upcoming: [], contradiction: null }

export async function contractDetailOf(deps: ApiDeps, contractId: string) {
  const masters = await knownMasters(deps)
  const today = day(deps.clock.now().toISOString().slice(0, 10))
  const body = contractAt(masters, contractId, today)
  if (body === null) throw new Refusal('NOT_FOUND', 'There is no such contract.')
  return deps.store.transaction((tx) => told(tx, deps.cell, masters, contractId, body, today), {
    isolation: 'repeatable read',
    readOnly: true,
  })
}

async function told(tx: Tx, cell: number, masters: Masters, contractId: string, body: Contract, today: Day) {
  const composed = body.billing === 'composed' ? body.client : null
  const standing = composed === null ? null : await readGroupStanding(tx, cell, composed)
  const marked = composed === null ? [] : await markedGroups(tx, cell, composed)
  const outlook = composed === null ? noOutlook : outlookOf(masters, composed, contractId, today)
  const [contract] = await summariesOf(tx, cell, masters, [contractId], today)
  const sums = await sumChargesOfLines(tx, cell, contractId)
  const prices = await readPricesInUse(tx, cell, contractId)
  const clients = masters.stretches('contract', contractId).flatMap((one) => one.body.client ?? [])
  const made = await readMadeWorks(tx, cell, [...new Set(clients)], contractId)
  return {
    contract: contract!,
    body,
    settled:
      standing === null
        ? null
        : {
            on: standing.settledOn,
            position: String(standing.settledAt),
            waiting: marked.length > 0 || standing.untold,
            failures: standing.failures,
          },
    contradiction: outlook.contradiction,
    fills: standing === null ? [] : fillsOf(masters, standing, contractId, body),
    lots: standing === null ? [] : lotsOf(standing, contractId),
    periods: standing === null ? [] : periodsOf(standing, contractId),
    lines: linesOf(body, sums, prices),
    milestones: outlook.milestones.map(milestoneOf),
    made: made.map((one) => ({
      workId: one.workId,
      kind: one.kind,
      lineId: one.lineId ?? lineOfId(one.sourceId, contractId),
      name: nameOfMade(body, one.sourceId, contractId),
      on: one.workOn,
      amount: moneyOfColumns(one.billMinor, one.billCurrency),
      bucket: one.billBucket,
      held: one.held,
      documents: [...one.documents],
    })),
    upcoming: outlook.upcoming.map(({ amount, name, ...one }) => ({
      ...one,
      name: name.replace(/^instalment (?=\d+ of \d+$)/, 'Instalment '),
      amount: moneyOnWire(amount),
    })),
    cases: await casesOf(tx, cell, contractId, composed),
    ...(await versionsOf(tx, cell, contractId)),
  }
}

/** Every line of the terms, and what stands on lines that were taken out since. */
function linesOf(body: Contract, sums: readonly LineSum[], prices: readonly LinePrice[]) {
  const said = (body.terms?.lines ?? []).map((line) => line.id as string | null)
  const ids = new Set([...said, ...sums.map((one) => one.lineId), ...prices.map((one) => one.lineId)])
  return [...ids].map((lineId) => ({
    lineId,
    name: body.terms?.lines.find((line) => line.id === lineId)?.name ?? null,
    money: sumsOnWire(sums.filter((one) => one.lineId === lineId)).map(({ sum, ...said }) => ({
      ...said,
      entries: sum.entries,
    })),
    prices: prices
      .filter((one) => one.lineId === lineId)
      .map(({ laborCategory, band, rate, hours, amountMinor: minor, currency }) => ({
        ...{ laborCategory, band, rate, hours },
        money: moneyOnWire({ minor, currency }),
      })),
  }))
}

/** The engine names what a contract makes after contract, line, kind and its own id: "C1:work:instalment:1". */
function partsOfId(sourceId: string, contractId: string): string[] {
  return sourceId.startsWith(`${contractId}:`) ? sourceId.slice(contractId.length + 1).split(':') : []
}

function lineOfId(sourceId: string, contractId: string): string | null {
  return partsOfId(sourceId, contractId)[0] ?? null
}

function nameOfMade(body: Contract, sourceId: string, contractId: string): string | null {
  const number = /\/(\d+)$/.exec(sourceId)?.[1]
  if (number !== undefined && sourceId === `${contractId}/${number}`)
    return body.instalments.find((one) => one.number === Number(number))?.description ?? null
  const [lineId, kind, id] = partsOfId(sourceId, contractId)
  const line = body.terms?.lines.find((one) => one.id === lineId)
  if (kind === 'milestone') return line?.milestones?.find((one) => one.id === id)?.name ?? id ?? null
  if (kind !== 'instalment') return null
  // Those without an id are counted in the order of their days.
  const list = [...(line?.fee?.instalments ?? [])].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
  const at = list.findIndex((one, place) => (one.id ?? String(place + 1)) === id)
  return at < 0 ? null : (list[at]!.name ?? `Instalment ${at + 1} of ${list.length}`)
}

function milestoneOf({ lineId, milestone, amount, status, acceptedOn, billable, open }: OutlookMilestone) {
  const acceptance = {
    planned: ['the milestone is submitted', 'the client accepts it'],
    submitted: ['the client accepts it'],
    rejected: ['it is submitted again', 'the client accepts it'],
    accepted: [],
  }[status]
  return {
    id: milestone.id,
    lineId,
    name: milestone.name ?? null,
    amount: moneyOnWire(amount),
    ...{ status, acceptedOn, billable },
    events: (milestone.events ?? []).map(({ on, what, by, evidence, reason }) => ({
      ...{ on, what },
      by: by ?? null,
      evidence: evidence ?? null,
      reason: reason ?? null,
    })),
    criteria: (milestone.criteria ?? []).map((one) => ({
      text: one.text ?? one.id,
      metOn: one.metOn ?? null,
    })),
    missing: [...open, ...acceptance],
  }
}

async function casesOf(tx: Tx, cell: number, contractId: string, composed: string | null) {
  const works = (await readHeldWorks(tx, cell, [contractId])).get(contractId) ?? []
  const own = composed === null ? [] : [subjectOf(composed)]
  const found = [
    // Terms that contradict themselves come first: they stop everything else.
    ...(await readOpenCasesOf(tx, cell, 'source_record', own, mostCases)),
    ...(await readOpenCasesOf(tx, cell, 'work', works, mostCases)),
  ]
  return found.slice(0, mostCases).map((one) => ({
    caseId: one.caseId,
    code: one.code as string,
    title: describeError(one.code).title,
    outcome: one.outcome,
    money: moneyOfColumns(one.moneyMinor, one.currency),
    openedAt: one.openedAt.toISOString(),
  }))
}

async function versionsOf(tx: Tx, cell: number, contractId: string) {
  const { versions, corrections } = await readVersions(tx, cell, 'contract', contractId)
  const positions = [...versions, ...corrections].map((one) => one.learnedAt)
  const corrected = corrections.map((one) => one.correctedAt)
  const times = await readReceivedAt(tx, cell, factLane, [...new Set([...positions, ...corrected])])
  const learned = (at: bigint) => ({ position: String(at), at: times.get(at)?.toISOString() ?? null })
  return {
    versions: versions.map(({ learnedAt, body, changes, ...days }) => ({
      ...days,
      learned: learned(learnedAt),
      body: body as Contract,
      changes: [...changes],
    })),
    corrections: corrections.map(({ learnedAt, correctedAt, changes, ...days }) => ({
      ...days,
      learned: learned(learnedAt),
      corrected: learned(correctedAt),
      changes: [...changes],
    })),
  }
}
