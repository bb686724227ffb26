import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entry, rate, smallFirm } from '../../test/support/firm.ts'
import { createHub } from '../../test/support/hub.ts'
import { listCases } from '../cases/reads.ts'
import { directMapping } from '../connectors/direct/connector.ts'
import type { Charging } from './lane.ts'
import { chargeLaneSafely } from './poison.ts'
import { pendingReevaluations, reevaluateAll, scanMasterChanges } from './reevaluate.ts'
import { reevaluateSafely } from './reevaluate-safely.ts'
import { findWorks, listWorks } from './work-reads.ts'

test('a batch that dies twice is run one by one: the culprit becomes a case and its lane goes on', async () => {
  const hub = await createHub()
  try {
    await hub.learn(smallFirm)
    await hub.settle()
    await hub.receive([...Array.from({ length: 20 }, (_, i) => entry(`fine ${i}`)), entry('culprit')])
    const charging: Charging = {
      ...hub.charging,
      understandingOf: () => ({
        settings: {},
        direct: true,
        mapping: {
          ...directMapping,
          work: (stream, bytes, settings) => {
            if (Buffer.from(bytes).includes('culprit')) throw new Error('a bug that this payload meets')
            return directMapping.work(stream, bytes, settings)
          },
        },
      }),
    }
    let deaths = 0
    for (let round = 0; round < 5; round += 1)
      for (let lane = 1; lane < hub.receiver.lanes; lane += 1)
        await chargeLaneSafely(charging, lane, () => false).catch(() => {
          deaths += 1
        })
    assert.equal(deaths, 1, 'the first death is an error, the second isolates')
    const found = await hub.store.transaction(async (tx) => ({
      fine: await listWorks(tx, 1, { text: 'fine' }, { after: null, limit: 100 }),
      culprit: await findWorks(tx, 1, 'culprit'),
      cases: await listCases(tx, 1, { state: 'open', code: 'POISON_BATCH' }, { after: null, limit: 10 }),
    }))
    assert.deepEqual([found.fine.length, found.culprit.length, found.cases.length], [20, 0, 1])
    assert.equal(found.cases[0]!.subjectId, 'api/time_entries/culprit')
    assert.notEqual(found.cases[0]!.payloadPosition, null, 'the original bytes are named')
  } finally {
    await hub.drop()
  }
})

test('work that stops its re-evaluation becomes a case, the rest is looked at, and the case ends with its cause', async () => {
  const hub = await createHub()
  try {
    await hub.learn(smallFirm)
    await hub.receive([entry('fine 1'), entry('culprit'), entry('fine 2')])
    await hub.settle()
    const spoil = (hours: string) =>
      hub.store.query('update works set hours = $1 where source_id = $2', [hours, 'culprit'])
    await spoil('NaN')
    await hub.learn([rate('R-new', 'senior', '200')])
    await scanMasterChanges(hub.charging)
    const deaths = { inARow: 0 }
    let died = 0
    const worldHolds = () => false
    const round = () =>
      reevaluateSafely(hub.charging, deaths, worldHolds).catch(() => {
        died += 1
        return 1
      })
    while ((await round()) > 0);
    const openOnes = () =>
      hub.store.transaction((tx) =>
        listCases(tx, 1, { state: 'open', code: 'POISON_BATCH' }, { after: null, limit: 10 }),
      )
    assert.equal(died, 1, 'the first death is an error, the second isolates')
    const [found, ...more] = await openOnes()
    assert.equal(more.length, 0)
    assert.equal(found?.subjectKind, 'work')
    assert.equal(
      await hub.store.transaction((tx) => pendingReevaluations(tx, 1)),
      0,
      'nothing waits behind it',
    )
    const fine = await hub.store.query<{ as_of: bigint }>(
      "select as_of from works where source_id like 'fine%' order by source_id",
    )
    assert.deepEqual(
      fine.rows.map((row) => row.as_of),
      [hub.charging.masters.position, hub.charging.masters.position],
    )

    await spoil('8')
    await reevaluateAll(hub.charging)
    while ((await round()) > 0);
    assert.equal((await openOnes()).length, 0)
  } finally {
    await hub.drop()
  }
})
