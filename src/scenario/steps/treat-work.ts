import type { Piece, Valued } from '../pieces.ts'
import { contractOn, type World } from '../world.ts'

/**
 * What the line of the contract makes of priced work: billed, covered by a fee, drawn from what was bought ahead,
 * or nobody's to pay. Work that is not approved stands outside of the balance. Nothing is thrown away: covered work
 * keeps its value.
 */
export function treatWork(world: World, valued: readonly Valued[]): Valued[] {
  const reported = new Map(world.work.map((one) => [one.id, one]))
  return valued.map((one) => {
    const work = reported.get(one.work)
    if (work === undefined) return one
    const approval = work.approval ?? 'approved'
    if (approval !== 'approved') return bucketed(one, 'none', `the work is ${approval}`)
    const lines = one.contract === null ? [] : (contractOn(world, one.contract, one.on)?.lines ?? [])
    const treatment = lines.find((line) => line.id === one.line)?.work ?? 'priced'
    const task = work.task === undefined ? undefined : world.tasks.get(work.task)
    if (work.billable === false || task?.billable === false || treatment === 'non_billable')
      return bucketed({ ...one, held: [] }, 'non_billable', 'it is not billable')
    if (treatment === 'included') return bucketed({ ...one, held: [] }, 'included', 'a fee covers it')
    return one
  })
}

function bucketed(one: Valued, bucket: Piece['bucket'], reason: string): Valued {
  return { ...one, pieces: one.pieces.map((piece) => ({ ...piece, bucket, reason })) }
}
