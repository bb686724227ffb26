import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contract, entry, project, rate, smallFirm } from '../../test/support/firm.ts'
import { createHub, type Hub } from '../../test/support/hub.ts'
import { directConnection, directMapping } from '../connectors/direct/connector.ts'
import { recordMasters, type Reference } from '../masterdata/record.ts'
import type { MasterChange } from '../model/master-records.ts'
import { chargeLane, type Charging } from './lane.ts'
import { reevaluateAll, reevaluateChunk, scanMasterChanges } from './reevaluate.ts'
import { findWorks } from './work-reads.ts'

const submitted = { state: 'submitted' as const, approver: null, approvedAt: null, level: null }

/** A source that speaks in ids of its own, so that references have to be learned. */
function foreign(hub: Hub): Charging {
  return {
    ...hub.charging,
    understandingOf: () => ({ mapping: directMapping, settings: {}, direct: false }),
  }
}

async function settle(hub: Hub, charging: Charging): Promise<void> {
  for (let done = 1; done > 0; ) {
    done = 0
    for (let lane = 1; lane < hub.receiver.lanes; lane += 1) done += await chargeLane(charging, lane)
    done += await scanMasterChanges(charging)
    done += await reevaluateChunk(charging)
  }
}

const learnReferences = (hub: Hub, references: readonly Reference[]) =>
  hub.store.transaction((tx) =>
    recordMasters(tx, hub.cell, hub.vault, [], references, {
      connectionId: directConnection,
      principal: 'test',
      at: hub.now(),
      cause: null,
    }),
  )

for (const late of ['worker', 'project'] as const)
  test(`submitted work is valued once the ${late} that it names is learned`, async () => {
    const hub = await createHub()
    try {
      const charging = foreign(hub)
      const references = [
        { kind: 'worker', externalId: 'W1', recordId: 'W1' },
        { kind: 'project', externalId: 'P1', recordId: 'P1' },
      ]
      await hub.learn(smallFirm)
      await learnReferences(
        hub,
        references.filter((one) => one.kind !== late),
      )
      await hub.receive([entry('a', { approval: submitted })])
      await settle(hub, charging)
      const worth = async () => {
        const [found] = await hub.store.transaction((tx) => findWorks(tx, 1, 'a'))
        return [found!.workerId, found!.projectId, found!.held, found!.billBucket, found!.billMinor]
      }
      assert.deepEqual((await worth()).slice(2), [false, 'none', null])
      await learnReferences(
        hub,
        references.filter((one) => one.kind === late),
      )
      await settle(hub, charging)
      const learned = await worth()
      assert.deepEqual(learned, ['W1', 'P1', false, 'none', 120000n])
      await reevaluateAll(charging)
      await settle(hub, charging)
      assert.deepEqual(await worth(), learned, 'looked at again it is worth the same')
    } finally {
      await hub.drop()
    }
  })

const projectRate = (projectId: string): MasterChange => {
  const { body, ...role } = rate('R-project', 'senior', '200.00') as MasterChange & { kind: 'rate' }
  return { ...role, body: { ...body!, projectId } }
}
const task = (projectId: string): MasterChange => ({
  ...{ kind: 'task', recordId: 'T1', validFrom: '0001-01-01', validUntil: null },
  body: { name: 'Travel', project: projectId, billable: false, status: 'open' },
})
const ended = (change: MasterChange): MasterChange => ({ ...change, body: null }) as MasterChange

const covering = contract('C1', 'ACME', 'time_and_materials', ['P1'])
const letGo: readonly (readonly [what: string, was: MasterChange, is: MasterChange])[] = [
  ['a contract lets go of its project', covering, contract('C1', 'ACME', 'time_and_materials', ['P3'])],
  ['its contract ends', covering, ended(covering)],
  ['a rate goes to another project', projectRate('P1'), projectRate('P3')],
  ['its rate ends', rate('R-senior', 'senior', '150.00'), ended(rate('R-senior', 'senior', '150.00'))],
  ['its task ends', task('P1'), ended(task('P1'))],
]
for (const [what, was, is] of letGo)
  test(`work is looked at again when ${what}`, async () => {
    const hub = await createHub()
    try {
      await hub.learn([...smallFirm, project('P3', 'ACME'), was])
      await hub.receive([entry('a', { task: 'T1' })])
      await hub.settle()
      const worth = async () => {
        const [found] = await hub.store.transaction((tx) => findWorks(tx, 1, 'a'))
        return [found!.held, found!.contractId, found!.billBucket, found!.billMinor]
      }
      const before = await worth()
      await hub.learn([is])
      await hub.settle()
      const then = await worth()
      assert.notDeepEqual(then, before)
      await reevaluateAll(hub.charging)
      await hub.settle()
      assert.deepEqual(await worth(), then, 'looked at again it is worth the same')
    } finally {
      await hub.drop()
    }
  })
