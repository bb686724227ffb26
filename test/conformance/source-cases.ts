import assert from 'node:assert/strict'
import type {
  ConnectionContext,
  Connector,
  PullWindow,
  SourceRecord,
  StreamDefinition,
} from '../../src/connectors/sdk/connector.ts'
import { ConnectorFault } from '../../src/connectors/sdk/fault.ts'
import { addDays, type Day } from '../../src/kernel/dates.ts'
import type { UnderstoodWork } from '../../src/model/understood.ts'
import type { Case, Subject } from './kit.ts'

function streamOf(connector: Connector): StreamDefinition | undefined {
  return connector.streams.find((stream) => stream.carries === 'work')
}
const noWork = (connector: Connector) =>
  streamOf(connector) === undefined ? 'it is no source of work' : null
const noControl = (connector: Connector) =>
  noWork(connector) ?? (streamOf(connector)!.control === undefined ? 'the source tells no totals' : null)
const noFetch = (connector: Connector) =>
  noWork(connector) ??
  (streamOf(connector)!.fetchOne === undefined ? 'no record has an address of its own' : null)

async function sweep(subject: Subject, context: ConnectionContext, window: PullWindow) {
  const found = new Map<string, SourceRecord>()
  const { sweep: whole, pull } = streamOf(subject.connector)!
  for await (const page of whole === undefined ? pull!(context, null) : whole(context, window)) {
    for (const record of page.records) found.set(record.sourceId, record)
  }
  return found
}

function understand(subject: Subject, record: SourceRecord | null | undefined) {
  assert.ok(record, 'the record is there')
  const { connector, world } = subject
  const result: UnderstoodWork = connector.mapping.work(
    streamOf(connector)!.name,
    record.bytes,
    world.settings,
  )
  assert.ok(result.understood, JSON.stringify(result))
  return result
}

/** The connector with another work stream. */
function withStream(
  connector: Connector,
  change: (stream: StreamDefinition) => Partial<StreamDefinition>,
): Connector {
  const streams = connector.streams.map((stream) =>
    stream.carries === 'work' ? { ...stream, ...change(stream) } : stream,
  )
  return { ...connector, streams }
}
function withWork(connector: Connector, change: (result: UnderstoodWork) => UnderstoodWork): Connector {
  const work: Connector['mapping']['work'] = (...given) => change(connector.mapping.work(...given))
  return { ...connector, mapping: { ...connector.mapping, work } }
}

const stream = (subject: Subject) => streamOf(subject.connector)!
const lastDay = (window: PullWindow): Day => addDays(window.until, -1)

export const sourceCases: readonly Case[] = [
  {
    name: 'drifting pages: a row deleted between two pages hides no other row',
    excuse: noWork,
    async run(subject) {
      const source = subject.world.source!
      const context = subject.connect()
      const first = await sweep(subject, context, source.window)
      const [victim] = first.keys()
      const drifting = subject.connect()
      const planned = subject.egress.plan(
        ({ url }) => url.pathname.replaceAll('-', '_').includes(source.stream),
        {
          kind: 'meanwhile',
          act: () => source.remove(victim!),
        },
      )
      const seen = await sweep(subject, drifting, source.window)
      assert.equal(planned.done(), 1)
      const after = await sweep(subject, subject.connect(), source.window)
      assert.ok(after.size > 100, `${after.size} rows fill no second page`)
      assert.deepEqual(
        [...after.keys()].filter((id) => !seen.has(id)),
        [],
      )
    },
    // A reader that trusts the offset: what was on top of the second page has moved to the first.
    plant: (connector) =>
      withStream(connector, ({ sweep: whole }) => ({
        async *sweep(context, window) {
          let pages = 0
          let skipped = false
          for await (const page of whole!(context, window)) {
            if (pages++ === 2) return
            const records = skipped || pages === 1 ? page.records : page.records.slice(6)
            if (pages > 1) skipped = true
            yield { ...page, records }
          }
        },
      })),
  },
  {
    name: 'boundary days: the first and the last day of a window belong to it, their neighbours do not',
    excuse: noWork,
    async run(subject) {
      const { window, add, remove } = subject.world.source!
      const days = [addDays(window.from, -1), window.from, lastDay(window), window.until]
      const ids: string[] = []
      for (const on of days) ids.push(await add(on, '1.25', subject.unique(on), true))
      try {
        const found = await sweep(subject, subject.connect(), window)
        assert.deepEqual(
          ids.map((id) => found.has(id)),
          [false, true, true, false],
        )
        assert.equal(found.get(ids[1]!)?.occursOn, window.from)
        assert.equal(found.get(ids[2]!)?.occursOn, lastDay(window))
      } finally {
        for (const id of ids) await remove(id)
      }
    },
    plant: (connector) =>
      withStream(connector, ({ sweep: whole }) => ({
        sweep: (context, window) => whole!(context, { ...window, until: lastDay(window) }),
      })),
  },
  {
    name: 'late edit: changed content changes the digest, an approval alone does not',
    excuse: noWork,
    async run(subject) {
      const { window, add, edit, approve, remove } = subject.world.source!
      const id = await add(window.from, '2', subject.unique('late'), false)
      try {
        const read = async () => (await sweep(subject, subject.connect(), window)).get(id)
        const before = await read()
        await approve(id, true)
        const approved = await read()
        await edit(id, { hours: '2.5' })
        const edited = await read()
        assert.notDeepEqual(approved?.bytes, before?.bytes)
        assert.notDeepEqual(edited?.bytes, approved?.bytes)
        const [one, two, three] = [before, approved, edited].map((record) => understand(subject, record))
        assert.equal(two!.contentDigest, one!.contentDigest)
        assert.notEqual(three!.contentDigest, two!.contentDigest)
        assert.deepEqual([one!.entry.approval.state, two!.entry.approval.state], ['submitted', 'approved'])
        assert.deepEqual([one!.entry.hours, three!.entry.hours], ['2', '2.5'])
      } finally {
        await remove(id)
      }
    },
    plant: (connector) => withWork(connector, (result) => ({ ...result, contentDigest: 'same' })),
  },
  {
    name: 'A, B, A: content that comes back has its first digest again, what lay between another',
    excuse: noFetch,
    async run(subject) {
      const { window, add, edit, remove } = subject.world.source!
      const id = await add(window.from, '3', subject.unique('aba'), true)
      try {
        const digests: string[] = []
        for (const hours of ['3', '4', '3']) {
          await edit(id, { hours })
          digests.push(
            understand(subject, await stream(subject).fetchOne!(subject.connect(), id)).contentDigest,
          )
        }
        assert.equal(digests[0], digests[2])
        assert.notEqual(digests[0], digests[1])
      } finally {
        await remove(id)
      }
    },
    plant: (connector) => {
      let count = 0
      return withWork(connector, (result) => ({ ...result, contentDigest: String(count++) }))
    },
  },
  {
    name: 'a record reads the same alone and in its list',
    excuse: noFetch,
    async run(subject) {
      const { window } = subject.world.source!
      const context = subject.connect()
      const [listed] = (await sweep(subject, context, window)).values()
      const alone = await stream(subject).fetchOne!(context, listed!.sourceId)
      assert.equal(Buffer.from(alone!.bytes).toString(), Buffer.from(listed!.bytes).toString())
    },
  },
  {
    name: 'deletion: the record leaves the sweep and its own address says that it is gone',
    excuse: noFetch,
    async run(subject) {
      const { window, add, remove } = subject.world.source!
      const id = await add(window.from, '1', subject.unique('deleted'), true)
      const context = subject.connect()
      assert.ok((await sweep(subject, context, window)).has(id))
      await remove(id)
      assert.equal((await sweep(subject, context, window)).has(id), false)
      assert.equal(await stream(subject).fetchOne!(context, id), null)
    },
    plant: (connector) => {
      const cache = new Map<string, SourceRecord>()
      return withStream(connector, ({ sweep: whole }) => ({
        async *sweep(context, window) {
          for await (const page of whole!(context, window)) {
            for (const record of page.records) cache.set(record.sourceId, record)
          }
          yield { records: [...cache.values()], deleted: [], cursor: null }
        },
      }))
    },
  },
  {
    name: 'a lost right is a fault and never "no data"',
    excuse: noFetch,
    async run(subject) {
      const source = subject.world.source!
      for (const read of [
        (context: ConnectionContext) => sweep(subject, context, source.window),
        (context: ConnectionContext) => stream(subject).fetchOne!(context, '1'),
      ]) {
        subject.egress.forget()
        subject.egress.plan(() => true, { kind: 'answer', status: 403 }, 9)
        let failure: unknown = null
        await read(subject.connect()).catch((error: unknown) => {
          failure = error
        })
        assert.ok(failure instanceof ConnectorFault, 'no fault')
        assert.equal(failure.faultClass, 'permission')
      }
    },
    plant: (connector) => withStream(connector, () => ({ fetchOne: async () => null })),
  },
  {
    name: 'control totals equal what a sweep brings',
    excuse: noControl,
    async run(subject) {
      const { window } = subject.world.source!
      const context = subject.connect()
      const found = await sweep(subject, context, window)
      const control = await stream(subject).control!(context, window)
      const hours = [...found.values()].map((record) => Number(understand(subject, record).entry.hours))
      assert.equal(control.count, found.size)
      assert.equal(Number(control.hours).toFixed(6), hours.reduce((sum, each) => sum + each, 0).toFixed(6))
    },
    plant: (connector) =>
      withStream(connector, ({ control }) => ({
        control: async (context, window) => ({ ...(await control!(context, window)), hours: '1' }),
      })),
  },
  {
    name: 'schema drift: an unknown member is kept, noted, and stops nothing',
    excuse: noWork,
    async run(subject) {
      const { window } = subject.world.source!
      const [listed] = (await sweep(subject, subject.connect(), window)).values()
      const grown = { ...JSON.parse(Buffer.from(listed!.bytes).toString()), new_member: { deep: [1] } }
      const record = { ...listed!, bytes: Buffer.from(JSON.stringify(grown)) }
      assert.deepEqual(understand(subject, listed).drift, [])
      assert.deepEqual(understand(subject, record).drift, ['/new_member'])
      assert.equal(understand(subject, record).contentDigest, understand(subject, listed).contentDigest)
    },
    plant: (connector) =>
      withWork(connector, (result) => (result.understood ? { ...result, drift: [] } : result)),
  },
  {
    name: 'a payload that is nonsense is an answer and not an exception',
    excuse: noWork,
    async run(subject) {
      const { connector, world } = subject
      for (const text of [
        '',
        '{',
        'null',
        '[]',
        '{}',
        '{"id":1}',
        '{"hours":"x"}',
        '"\\ud800"',
        '['.repeat(50_000),
      ]) {
        const result = connector.mapping.work(stream(subject).name, Buffer.from(text), world.settings)
        assert.equal(result.understood, false, text.slice(0, 20))
        for (const each of connector.streams) {
          connector.mapping.master(each.name, Buffer.from(text), world.settings)
        }
      }
    },
  },
]
