import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { composed, entry, smallFirm } from '../../test/support/firm.ts'
import { createHub, type Hub } from '../../test/support/hub.ts'
import { type Engine, thisEngine, thisScenarioEngine } from '../charging/engine.ts'
import { rerateAll } from './rerating.ts'
import { verify } from './verify.ts'

let hub: Hub
before(async () => {
  hub = await createHub()
  const terms = { lines: [{ id: 'work' }], limits: [{ id: 'CAP', amount: '2000' }] }
  await hub.learn([...smallFirm, composed('C1', 'ACME', ['P1'], terms)])
  await hub.receive([entry('b', { workOn: '2026-10-06' }), entry('c', { workOn: '2026-10-07' })])
  await hub.settle()
  // Taken in at its place from memory: it has to come to what all of it asked at once comes to.
  await hub.receive([entry('a', { workOn: '2026-10-05', hours: '4' })])
  await hub.settle()
})
after(() => hub.drop())

const ask = async (engine: Engine) => {
  const found = await hub.store.transaction((tx) =>
    rerateAll(tx, 1, engine, { most: null, after: null, since: 0n, everyEngine: true }),
  )
  const told = found.differing.flatMap(({ sourceId, differences }) =>
    differences.map((one) => `${sourceId} ${one.oldMinor} -> ${one.newMinor}: ${one.cause}`),
  )
  return { counted: found.counted, told: told.sort(), unasked: [...found.unasked] }
}

// Beside the three entries two instalments of another client's schedule.
test('what a client is billed is what all of its work comes to, with the engine that settled it', async () => {
  assert.deepEqual(await ask(thisEngine), { counted: 5, told: [], unasked: [] })
})

test('another engine is asked about all of it, and what it makes of it otherwise is listed', async () => {
  const roomier: Engine = {
    ...thisEngine,
    version: '2',
    valueScenario: (scenario) =>
      thisScenarioEngine({
        ...scenario,
        contracts: scenario.contracts!.map((one) => ({ ...one, limits: [{ id: 'CAP', amount: '2200' }] })),
      } as never),
  }
  const { told } = await ask(roomier)
  // 600, 1,200 and 200 of 1,200 are billed under 2,000.
  assert.deepEqual(told, [
    'c 100000 -> 80000: what is parked beside the other work of ACME',
    'c 20000 -> 40000: what is billable beside the other work of ACME',
  ])
  // A release from before has nothing to say of them, and that is said.
  const older = await ask({ ...thisEngine, version: '0', valueScenario: null })
  assert.deepEqual(older.unasked, [['engine 0 knows no contracts with terms', 1]])
})

test('a charge that no contract made is found by the proof; of a client with marks it says that nothing is proven', async () => {
  const proven = async () => {
    const { checks, unchecked } = await hub.store.transaction((tx) => verify(tx, 1, hub.vault), {
      isolation: 'repeatable read',
      readOnly: true,
    })
    const { broken } = checks.find((one) => one.name === 'charges_rated_again_come_to_their_amount')!
    return { broken, unsaid: unchecked.filter((one) => one.what.includes('1 clients')).length }
  }
  assert.deepEqual(await proven(), { broken: 0, unsaid: 0 })
  const columns = (
    await hub.store.query<{ name: string }>(
      `select string_agg(quote_ident(column_name), ', ') as name from information_schema.columns
       where table_name = 'charges' and column_name <> 'seq'`,
    )
  ).rows[0]!.name
  await hub.store.query(
    `insert into charges (seq, ${columns}) select 99, ${columns} from charges where state = 'priced' limit 1`,
  )
  assert.deepEqual(await proven(), { broken: 1, unsaid: 0 })
  await hub.store.query(`insert into group_marks (cell, client_id, mark) values (1, 'ACME', 'changed')`)
  assert.deepEqual(await proven(), { broken: 0, unsaid: 1 })
})
