import assert from 'node:assert/strict'
import type { CostRecord } from '../../src/connectors/sdk/target.ts'
import { HOURBRIDGE_NAMESPACE, uuidV5 } from '../../src/kernel/ids.ts'
import type { Case, Subject } from './kit.ts'
import { callsOf, faultOf, noTarget, targetOf, withTarget } from './target.ts'

function cost(subject: Subject, name: string, over: Partial<CostRecord> = {}): CostRecord {
  const { company, worker, project, openOn } = subject.world.target!
  return {
    key: uuidV5(HOURBRIDGE_NAMESPACE, subject.unique(name)),
    company,
    worker,
    project,
    task: null,
    workOn: openOn,
    hours: '1.5',
    billable: true,
    description: `test ${subject.unique(name)}`,
    ...over,
  }
}

export const costCases: readonly Case[] = [
  {
    name: 'a cost whose reply was lost, sent again, is one line; one that lands late changes nothing',
    excuse: noTarget,
    async run(subject) {
      const context = subject.connect()
      const [lost, slow] = [cost(subject, 'lost'), cost(subject, 'slow')]
      subject.egress.plan(callsOf(subject).writeCosts, { kind: 'lose_reply' })
      assert.equal((await faultOf(targetOf(subject).writeCosts(context, [lost]))).effect, 'unknown')
      subject.egress.plan(callsOf(subject).writeCosts, { kind: 'slow_land' })
      assert.equal((await faultOf(targetOf(subject).writeCosts(context, [slow]))).effect, 'unknown')
      const later = { ...slow, hours: '2.25' }
      const outcomes = await targetOf(subject).writeCosts(context, [lost, later])
      assert.deepEqual(
        outcomes.map((each) => each.outcome),
        ['accepted', 'accepted'],
      )
      await subject.egress.release()
      const found = await targetOf(subject).locateCosts(context, [lost.key, slow.key])
      assert.deepEqual(found.map((each) => each.hours).toSorted(), ['1.5', '2.25'])
      await targetOf(subject).removeCosts(context, [lost.key, slow.key])
      assert.deepEqual(await targetOf(subject).locateCosts(context, [lost.key, slow.key]), [])
    },
    plant: (connector) =>
      withTarget(connector, ({ writeCosts }) => ({
        writeCosts: (context, records) =>
          writeCosts(
            context,
            records.map((record) => ({ ...record, key: crypto.randomUUID() })),
          ),
      })),
  },
  {
    name: 'a changed cost overwrites the line of its key, an unchanged one is left alone',
    excuse: noTarget,
    async run(subject) {
      const context = subject.connect()
      const first = cost(subject, 'changed')
      const [made] = await targetOf(subject).writeCosts(context, [first])
      subject.egress.forget()
      const [same] = await targetOf(subject).writeCosts(context, [first])
      assert.deepEqual(same, made)
      assert.equal(subject.egress.sent.filter(callsOf(subject).overwriteCost).length, 0)
      const [changed] = await targetOf(subject).writeCosts(context, [{ ...first, hours: '0.75' }])
      assert.deepEqual(changed, made)
      const found = await targetOf(subject).locateCosts(context, [first.key])
      assert.deepEqual(
        found.map((each) => each.hours),
        ['0.75'],
      )
      await targetOf(subject).removeCosts(context, [first.key])
    },
    plant: (connector) =>
      withTarget(connector, ({ locateCosts }) => ({
        locateCosts: async (...given) =>
          (await locateCosts(...given)).map((each) => ({ ...each, hours: '1.5' })),
      })),
  },
  {
    name: 'bad costs in a batch are refused alone, the good ones pass',
    excuse: noTarget,
    async run(subject) {
      const context = subject.connect()
      const stranger = { recordId: 'NOBODY', externalId: '99999999' }
      const records = [
        cost(subject, '1'),
        cost(subject, '2', { hours: '-1' }),
        cost(subject, '3'),
        cost(subject, '4', { worker: stranger }),
        cost(subject, '5'),
      ]
      const outcomes = await targetOf(subject).writeCosts(context, records)
      assert.deepEqual(
        outcomes.map((each) => each.outcome),
        ['accepted', 'refused', 'accepted', 'refused', 'accepted'],
      )
      const keys = records.map((each) => each.key)
      assert.equal((await targetOf(subject).locateCosts(context, keys)).length, 3)
      await targetOf(subject).removeCosts(context, keys)
    },
    plant: (connector) =>
      withTarget(connector, ({ writeCosts }) => ({
        writeCosts: async (context, records) => {
          const outcomes = await writeCosts(context, records)
          const bad = outcomes.some((each) => each.outcome === 'refused')
          return bad
            ? outcomes.map(
                ({ key }) => ({ key, outcome: 'refused', code: 'ERP_REJECTED', message: 'all' }) as const,
              )
            : outcomes
        },
      })),
  },
]
