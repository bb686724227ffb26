/**
 * The clone drill: the same database content is started in another place, with the same key, while the original goes
 * on. The clone reaches nobody; the original does not notice.
 */
import { createTestDatabase, type TestDatabase } from '../support/database.ts'
import { costSums, differences, documentsOf, oncePerReference } from './books.ts'
import { observed } from './observed.ts'
import { bill, release } from './people.ts'
import { atRest, connectFirm, pause, prepareSite, run, type Running } from './site.ts'

export type CloneWanted = {
  readonly seed: number
  readonly people: number
  /** The planted bug: nothing remembers where the original stands. */
  readonly forgetsPlace: boolean
  readonly watchedMs: number
}
export type CloneTold = {
  readonly wrong: readonly string[]
  /** Calls of the clone to the firm and its ERP, of any kind; and those with an effect. */
  readonly cloneCalls: number
  readonly cloneSent: number
  readonly sending: string
  readonly originalSent: number
}

export async function cloneDrill(wanted: CloneWanted): Promise<CloneTold> {
  const site = await prepareSite(wanted.seed, wanted.people)
  const database = await createTestDatabase()
  const [ours, theirs] = [observed(), observed()]
  let copied: TestDatabase | null = null
  const running: Running[] = []
  try {
    const first = await run(site, database.url, 'home', ours)
    await connectFirm(site, first)
    await atRest(site, first, 'The month is in')
    await bill(site, first.call, {})
    await first.stop()
    copied = await database.copy()
    if (wanted.forgetsPlace) await copied.store.query('update installations set place = null')
    ours.taken()
    // Work for both: drafts to be made, and entries that come in.
    const clone = await run(site, copied.url, 'home-of-the-clone', theirs)
    running.push(clone)
    const original = await run(site, database.url, 'home', ours)
    running.push(original)
    await site.firm.act('generate-load', { count: 10 })
    await atRest(site, original, 'The original goes on')
    await release(original, 2)
    await pause(wanted.watchedMs)
    const sent = { cloneCalls: theirs.calls, cloneSent: theirs.taken(), originalSent: ours.taken() }
    const { rows } = await copied.store.query<{ sending: string }>('select sending from installations')
    const wrong = await oncePerReference(site, database.store)
    const before = await costSums(site)
    await original.stop()
    running.pop()
    await pause(wanted.watchedMs)
    wrong.push(...differences('cost', before, await costSums(site)))
    if (sent.cloneSent > 0) wrong.push(`the clone sent ${sent.cloneSent} writes`)
    if (sent.cloneCalls > 0) wrong.push(`the clone made ${sent.cloneCalls} calls`)
    if ((await documentsOf(site)).length === 0 || sent.originalSent === 0)
      wrong.push('the original stood still')
    return { ...sent, wrong, sending: rows[0]!.sending }
  } finally {
    for (const one of running) await one.stop()
    await copied?.drop()
    await database.drop()
    await site.close()
  }
}
