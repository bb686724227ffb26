/**
 * The restore drill: a firm is run, backed up, goes on, and the older copy is put in its place. Nothing may be sent
 * before the ERP's books are read and matched; at rest they say what they would have said without the loss.
 */
import { join } from 'node:path'
import { backUp, restore } from '../../src/runner/backup.ts'
import { Random } from '../crash/random.ts'
import { createEmptyDatabase, createTestDatabase } from '../support/database.ts'
import { billedSums, costSums, differences, documentsOf, oncePerReference } from './books.ts'
import { observed, type Observer } from './observed.ts'
import { bill, decideAdjustments, discardOne, firmGoesOn, push, type Pushed, release } from './people.ts'
import {
  atRest,
  configOn,
  connectFirm,
  nothingHeld,
  prepareSite,
  run,
  type Running,
  type Site,
  untilSending,
} from './site.ts'
import type { RestorePlant } from './plants.ts'

export type RestoreWanted = {
  readonly seed: number
  readonly people: number
  /** How many entries the lost time edits, and twice as many it adds. */
  readonly much: number
  /** Put in place of the original as a dump would be, or restored from the backup's file elsewhere, with word that it takes over. */
  readonly how: 'in_place' | 'taken_over'
  readonly plant: RestorePlant | null
  readonly say: (line: string) => void
}
export type RestoreTold = {
  readonly wrong: readonly string[]
  readonly lostEvents: number
  readonly lostDocuments: number
  readonly sentTooEarly: number
  readonly adopted: number
  readonly documents: number
  readonly costs: number
}

const statement = (id: string, no: number, halfHours: number, deleted = false): Pushed => ({
  ...{ id, no, halfHours, deleted },
})
const many = (from: number, count: number) =>
  Array.from({ length: count }, (_, n) => statement(`api-${from + n}`, 1, 2 + ((from + n) % 9)))

async function beforeBackup(site: Site, running: Running, much: number): Promise<void> {
  await connectFirm(site, running)
  await atRest(site, running, 'The month is in')
  await push(site, running.call, many(0, much))
  await atRest(site, running, 'The first entries of the API are in')
  await bill(site, running.call, { clientId: 'C-001' })
  await bill(site, running.call, { clientId: 'C-002' })
  await atRest(site, running, 'The first drafts stand')
  await release(running, 2)
}

/** Everything of it is lost to the database, and stands in the ERP. Returns what the API's caller sent. */
async function afterBackup(site: Site, running: Running, random: Random, much: number): Promise<Pushed[]> {
  await firmGoesOn(site, random, much)
  const sent = [
    ...many(1_000, much),
    ...many(0, 3).map((one) => ({ ...one, no: 2, halfHours: one.halfHours + 3 })),
    statement('api-4', 2, 0, true),
  ]
  await push(site, running.call, sent)
  await atRest(site, running, 'The lost time is in')
  await bill(site, running.call, {})
  await atRest(site, running, 'The drafts of the lost time stand')
  await discardOne(running)
  await bill(site, running.call, {})
  await atRest(site, running, 'What was given back is drafted again')
  await release(running, 2)
  await site.firm.act('generate-load', { count: much })
  await atRest(site, running, 'Late entries are in')
  await decideAdjustments(running.call)
  await bill(site, running.call, {})
  await atRest(site, running, 'The credits stand')
  await release(running, 3)
  await atRest(site, running, 'The lost time is over')
  return sent
}

async function countOf(running: Running, sql: string): Promise<number> {
  return (await running.opened.store.query<{ n: number }>(sql)).rows[0]!.n
}

/** As people do after it: what the API's callers sent is sent again, and the month is billed once more. */
async function afterRestore(site: Site, running: Running, sent: readonly Pushed[]): Promise<void> {
  await push(site, running.call, sent)
  await atRest(site, running, 'What was sent again is in')
  await nothingHeld(running)
  for (let round = 0; round < 3; round += 1) {
    await decideAdjustments(running.call)
    await bill(site, running.call, {})
    await atRest(site, running, 'Everything is billed again')
  }
}

/** By the program's own backup. Returns the path of the file. */
async function backedUp(site: Site, url: string): Promise<string> {
  const file = join(site.directory, 'backup')
  await backUp(configOn(site, url, 'home'), { target: { file }, plain: false }, 'drill', () => {})
  return file
}

export async function restoreDrill(wanted: RestoreWanted): Promise<RestoreTold> {
  const { seed, people, much, plant, say } = wanted
  const random = new Random(seed)
  const site = await prepareSite(seed, people)
  let database = await createTestDatabase()
  const observer: Observer = observed(plant?.target)
  let running: Running | null = null
  try {
    running = await run(site, database.url, 'home', observer)
    await beforeBackup(site, running, much)
    await running.stop()
    const older = wanted.how === 'in_place' ? await database.copy() : await backedUp(site, database.url)
    running = await run(site, database.url, 'home', observer)
    const kept = await countOf(running, 'select position::int as n from log_heads')
    const sent = await afterBackup(site, running, random, much)
    const lostEvents = (await countOf(running, 'select position::int as n from log_heads')) - kept
    const billed = await billedSums(site)
    const booked = await costSums(site)
    const lostDocuments = (await documentsOf(site)).length
    await running.stop()
    running = null
    say(`${lostEvents} events are lost, ${lostDocuments} documents stand in the ERP`)
    if (typeof older !== 'string') database = await older.replace(database)
    else {
      await database.drop()
      database = await createEmptyDatabase()
      await restore(configOn(site, database.url, 'home-2'), { file: older, takesOver: true }, () => {})
    }
    observer.taken()
    const home = wanted.how === 'in_place' ? 'home' : 'home-2'
    running = await run(site, database.url, home, observer, plant?.opened)
    await untilSending(running)
    const wrong: string[] = []
    const { rows } = await database.store.query<{ finished: Date }>(
      `select coalesce(max(finished_at), 'infinity') as finished from recoveries`,
    )
    const sentTooEarly = observer.takenBefore(rows[0]!.finished)
    if (sentTooEarly > 0) wrong.push(`${sentTooEarly} writes were sent before the books were matched`)
    say('sending is allowed again')
    // A product that does not come to rest is wrong, and its books are looked at all the same.
    await afterRestore(site, running, sent).catch((error: Error) => wrong.push(error.message.split('\n')[0]!))
    wrong.push(...differences('billed', billed, await billedSums(site)))
    wrong.push(...differences('cost', booked, await costSums(site)))
    wrong.push(...(await oncePerReference(site, database.store)))
    return {
      wrong,
      lostEvents,
      lostDocuments,
      sentTooEarly,
      adopted: await countOf(
        running,
        `select count(*)::int as n from recovery_documents where standing = 'adopted'`,
      ),
      documents: (await documentsOf(site)).length,
      costs: await countOf(running, 'select count(*)::int as n from recovery_costs'),
    }
  } finally {
    await running?.stop()
    await database.drop()
    await site.close()
  }
}
