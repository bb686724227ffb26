import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { composed, entry, rate, smallFirm } from '../../test/support/firm.ts'
import { createHub, type Hub } from '../../test/support/hub.ts'
import { loadMasters } from '../masterdata/masters.ts'
import type { MasterChange } from '../model/master-records.ts'
import { effectOfChanges } from './what-if.ts'

let hub: Hub
before(async () => {
  hub = await createHub()
  await hub.learn(smallFirm)
  const mondays = ['2026-10-05', '2026-10-12', '2026-10-19']
  await hub.receive([
    ...mondays.map((workOn, n) => entry(`acme-${n}`, { workOn })),
    ...mondays.map((workOn, n) => entry(`beta-${n}`, { workOn, project: 'P2', worker: 'W2' })),
  ])
  await hub.settle()
})
after(() => hub.drop())

/** What is to be billed in all, aside from what stands aside, by currency. */
async function billed(): Promise<Map<string, bigint>> {
  const { rows } = await hub.store.query<{ currency: string; minor: bigint }>(
    `select currency, sum(amount_minor)::bigint as minor from charges
     where state not in ('included', 'parked', 'written_off', 'non_billable', 'held') group by 1`,
  )
  return new Map(rows.map((row) => [row.currency, row.minor]))
}
const minor = (amount: string) => BigInt(Math.round(Number(amount) * 100))

const effectOf = async (changes: readonly MasterChange[]) =>
  effectOfChanges(hub.charging, await hub.store.transaction((tx) => loadMasters(tx, 1)), changes)

/** Asks what would change, lets it change, and holds the one against the other. */
async function foreseen(changes: readonly MasterChange[]): Promise<{ works: number; eur: bigint }> {
  const was = await billed()
  const told = (await effectOf(changes))!
  assert.deepEqual(await billed(), was, 'asking changes nothing')
  await hub.learn(changes)
  await hub.settle()
  const is = await billed()
  const sums = new Map(told.amounts.map((one) => [one.currency, minor(one.amount)]))
  for (const currency of new Set([...was.keys(), ...is.keys(), ...sums.keys()]))
    assert.equal(
      sums.get(currency) ?? 0n,
      (is.get(currency) ?? 0n) - (was.get(currency) ?? 0n),
      `${currency} is foreseen`,
    )
  return { works: told.works, eur: sums.get('EUR') ?? 0n }
}

test('a rate, terms with a ceiling, a higher one, and terms that end come to what was foreseen', async () => {
  const senior = smallFirm.find((one) => one.kind === 'rate' && one.body?.laborCategory === 'senior')!
  const dearer = rate(senior.recordId, 'senior', '200')
  assert.deepEqual(await foreseen([dearer]), { works: 3, eur: 120_000n })
  assert.deepEqual(await foreseen([dearer]), { works: 0, eur: 0n })

  const under = (amount: string) =>
    composed('C1', 'ACME', ['P1'], { lines: [{ id: 'work' }], limits: [{ id: 'CAP', amount }] })
  // 3 x 8 h x 200 are worth 4,800; the ceiling leaves 2,000 of them.
  assert.deepEqual(await foreseen([under('2000')]), { works: 2, eur: -280_000n })
  assert.deepEqual(await foreseen([under('2500')]), { works: 1, eur: 50_000n })
  // A rate below the ceiling: less is worth less, and more of it finds room.
  assert.equal((await foreseen([rate(senior.recordId, 'senior', '100')])).eur, -10_000n)
  const plain = smallFirm.find((one) => one.kind === 'contract' && one.recordId === 'C1')!
  assert.equal((await foreseen([plain])).eur, 0n)
})

test('what contracts make by themselves is foreseen too', async () => {
  const { eur } = await foreseen([
    composed('C1', 'ACME', ['P1'], {
      lines: [
        { id: 'work', work: 'included' },
        { id: 'fee', fee: { amount: '5000', instalments: [{ on: '2026-10-01' }] } },
      ],
    }),
  ])
  assert.equal(eur, 500_000n - 240_000n)
})

test('terms that contradict themselves have no effect that could be told', async () => {
  const instalments = [{ on: '2026-10-15', amount: '99' }]
  const terms = { lines: [{ id: 'work', fee: { amount: '100', instalments } }] }
  assert.equal(await effectOf([composed('C1', 'ACME', ['P1'], terms)]), null)
})
