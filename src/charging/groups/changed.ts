/** A few pieces of a client's work taken into what is remembered of all of it. */
import { changeGroup, type Group } from '../../contracts/allocation/group.ts'
import { byWorkDate } from '../../contracts/allocation/place.ts'
import type { Entry, Placed } from '../../contracts/allocation/rules.ts'
import type { Masters } from '../../masterdata/masters.ts'
import { cutWork } from '../../scenario/allocation/cut.ts'
import { basisOf } from '../../scenario/allocation/entries.ts'
import type { Valued } from '../../scenario/pieces.ts'
import { valueReported } from '../../scenario/run.ts'
import { worldOf } from '../../scenario/world.ts'
import type { Tx } from '../../store/transaction.ts'
import type { BillAdjustments } from '../bill-adjustments/adjustment.ts'
import { readBillAdjustments } from '../bill-adjustments/reads.ts'
import type { Charge } from '../difference.ts'
import type { Charging } from '../lane.ts'
import { readWorkCharges } from '../work-charges.ts'
import { readWorksOf } from '../work-reads.ts'
import type { Work } from '../work.ts'
import { clientsWithTerms } from './agreed.ts'
import { isWorthByItself, type Kept } from './kept.ts'
import { madeStream } from './made.ts'
import { isPinned, type Question, questionOf } from './question.ts'
import { type Charges, type Deciding, differs, isLeft, type Wanted, wantedOf } from './wanted.ts'
import type { Done } from './whole.ts'
import { lookAgainAt, writeWanted } from './write-wanted.ts'

/** Above this many everything is asked at once: that reads in order what this would look up one by one. */
const mostChanged = 5_000

/**
 * Prices what changed by itself, takes it in at its place, and writes it with what it displaces. Null where that is not
 * enough: where work is not worth by itself what it is worth, or room is held by work that is worth nothing now.
 */
export async function settleChanged(
  tx: Tx,
  charging: Charging,
  masters: Masters,
  deciding: Deciding,
  kept: Kept,
  workIds: ReadonlySet<string>,
): Promise<Done | null> {
  if (workIds.size > mostChanged) return null
  const { cell } = charging
  const contractIds = new Set(clientsWithTerms(masters).get(deciding.clientId) ?? [])
  const { works, charges, adjustments } = await readThese(tx, cell, [...workIds])
  const ours = [...works.values()].filter(
    (work) => work.clientId === deciding.clientId && contractIds.has(work.contractId ?? ''),
  )
  // What a contract makes is there whatever is worked.
  if (ours.some((work) => work.stream === madeStream)) return null
  const left = ours.filter((work) => isLeft(work, masters, charges))
  const gone = [...workIds].filter((id) => kept.names.has(id) && !left.some((work) => work.workId === id))
  const outside = ours.filter((work) => !left.includes(work))
  if (outside.some((work) => (charges.get(work.workId) ?? []).some(isPinned))) return null
  if (left.some((work) => !kept.names.has(work.workId) && kept.works.has(work.sourceId))) return null
  const asked = ask(masters, deciding, left, { charges, adjustments }, kept)
  if (!isWorthByItself(asked.question.scenario.contracts!)) return null
  if (asked.used > kept.usedBefore) return null
  const { group, moved } = takeIn(kept, asked, gone)
  const others = moved.flatMap((name) => kept.works.get(name) ?? [])
  // A fee was displaced: nobody remembers how it is made.
  if (others.length < moved.length) return null
  const further = await readThese(tx, cell, others)
  const more = ask(masters, deciding, [...further.works.values()], further, kept)
  const wanted = [...wantedIn(asked, kept, group, deciding), ...wantedIn(more, kept, group, deciding)]
  const known = new Map([...works, ...further.works])
  const standing = new Map([...charges, ...further.charges])
  const changed = wanted.filter((one) =>
    differs(one, known.get(one.work.workId), standing.get(one.work.workId) ?? []),
  )
  await writeWanted(tx, charging, deciding.position, changed, known)
  await lookAgainAt(tx, cell, deciding.position, outside, charges)
  remember(kept, asked, gone)
  const allocation = kept.allocation && group && { ...kept.allocation, group }
  return { written: changed.length, kept: { ...kept, allocation } }
}

async function readThese(tx: Tx, cell: number, ids: readonly string[]) {
  const works: ReadonlyMap<string, Work> = await readWorksOf(tx, cell, ids)
  const charges: Charges = Map.groupBy<string, Charge>(
    await readWorkCharges(tx, cell, ids),
    (one) => one.workId,
  )
  return { works, charges, adjustments: await readBillAdjustments(tx, cell, ids) }
}

type Asked = {
  readonly question: Question
  readonly valued: readonly Valued[]
  readonly entries: readonly Entry[]
  readonly used: number
  readonly charges: Charges
}

function ask(
  masters: Masters,
  { clientId, on }: Deciding,
  works: readonly Work[],
  { charges, adjustments }: { readonly charges: Charges; readonly adjustments: BillAdjustments },
  kept: Kept,
): Asked {
  const asking = { on, works, outside: [], charges, adjustments }
  const question = questionOf(masters, clientId, asking, kept.names)
  const world = worldOf(question.scenario)
  const valued = valueReported(world)
  const { entries, rules } = basisOf(world, valued)
  return { question, valued, entries, used: rules.used.length, charges }
}

/** The group with what changed, and the names of the other work that stands elsewhere now. */
function takeIn(
  kept: Kept,
  asked: Asked,
  gone: readonly string[],
): { group: Group | null; moved: readonly string[] } {
  if (kept.allocation === null) return { group: null, moved: [] }
  const before = kept.allocation.group
  const remove = gone.map((id) => kept.names.get(id)!)
  const { group, from, until } = changeGroup(before, { add: asked.entries, remove })
  const mine = new Set(asked.entries.map((one) => one.id))
  const old = new Map<string, readonly Placed[]>()
  const shift = before.entries.length - group.entries.length
  for (let at = from; at < Math.min(before.entries.length, until + shift + remove.length); at++)
    old.set(before.entries[at]!.id, before.placed[at]!)
  const moved: string[] = []
  for (let at = from; at < until; at++) {
    const { id } = group.entries[at]!
    if (!mine.has(id) && !same(old.get(id), group.placed[at]!)) moved.push(id)
  }
  return { group, moved }
}

function same(a: readonly Placed[] | undefined, b: readonly Placed[]): boolean {
  if (a === b) return true
  return (
    a !== undefined &&
    a.length === b.length &&
    a.every((one, at) => {
      const other = b[at]!
      return (
        one.amount === other.amount &&
        one.state === other.state &&
        one.limit === other.limit &&
        one.lot === other.lot &&
        one.order === other.order &&
        one.part === other.part &&
        one.movedTo === other.movedTo &&
        one.overage === other.overage &&
        one.quantity.coefficient === other.quantity.coefficient &&
        one.quantity.scale === other.quantity.scale
      )
    })
  )
}

function wantedIn(asked: Asked, kept: Kept, group: Group | null, deciding: Deciding): Wanted[] {
  const known = { ...deciding, made: new Map(), charges: asked.charges }
  return asked.valued.flatMap((valued, at) => {
    const entry = asked.entries[at]!
    const cut =
      kept.allocation === null
        ? valued
        : cutWork(kept.allocation.basis, valued, entry, group === null ? [] : placedIn(group, entry))
    return wantedOf(cut, asked.question, known) ?? []
  })
}

/** Entries stand in the order of their days: one of a hundred thousand is found in a few steps. */
function placedIn(group: Group, wanted: Entry): readonly Placed[] {
  let [from, until] = [0, group.entries.length]
  while (from < until) {
    const middle = (from + until) >> 1
    if (byWorkDate(group.entries[middle]!, wanted) < 0) from = middle + 1
    else until = middle
  }
  for (let at = from; at < group.entries.length; at++) {
    const one = group.entries[at]!
    if (one.id === wanted.id) return group.placed[at]!
    if (byWorkDate(one, wanted) > 0) break
  }
  return []
}

function remember(kept: Kept, asked: Asked, gone: readonly string[]): void {
  for (const id of gone) {
    const name = kept.names.get(id)!
    kept.names.delete(id)
    kept.works.delete(name)
    kept.costs.delete(name)
  }
  for (const [name, work] of asked.question.works) {
    kept.names.set(work.workId, name)
    kept.works.set(name, work.workId)
  }
  for (const { work, cost } of asked.valued) kept.costs.set(work, cost)
}
