import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entry, smallFirm } from '../../test/support/firm.ts'
import { createHub } from '../../test/support/hub.ts'
import { listCases } from '../cases/reads.ts'
import { directMapping } from '../connectors/direct/connector.ts'
import type { Charging } from './lane.ts'
import { chargeLaneSafely } from './poison.ts'
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
