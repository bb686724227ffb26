import assert from 'node:assert/strict'
import type { Connector, StreamDefinition } from '../../src/connectors/sdk/connector.ts'
import { day } from '../../src/kernel/dates.ts'
import { masterSchemas } from '../../src/model/master-records.ts'
import { Value } from 'typebox/value'
import type { Case, Subject } from './kit.ts'

const always = { from: day('0001-01-01'), until: day('9999-12-31') }
const masters = (connector: Connector) => connector.streams.filter((stream) => stream.carries === 'master')
const noMasters = (connector: Connector) =>
  masters(connector).length === 0 ? 'it holds no master data' : null

async function recordsOf(subject: Subject, stream: StreamDefinition) {
  const records = new Map<string, Uint8Array>()
  for await (const page of stream.sweep!(subject.connect(), always)) {
    for (const record of page.records) records.set(record.sourceId, record.bytes)
  }
  return records
}

export const masterCases: readonly Case[] = [
  {
    name: 'every master record is understood, and what it says keeps the canonical schema',
    excuse: noMasters,
    async run(subject) {
      const { connector, world } = subject
      for (const stream of masters(connector)) {
        let changes = 0
        let references = 0
        for (const [id, bytes] of await recordsOf(subject, stream)) {
          const result = connector.mapping.master(stream.name, bytes, world.settings)
          assert.ok(result.understood, `${stream.name} ${id}: ${JSON.stringify(result)}`)
          assert.deepEqual(result.drift, [], `${stream.name} ${id}`)
          for (const change of result.changes) {
            // Null says that there is nothing over that time.
            if (change.body === null) continue
            const faults = [...Value.Errors(masterSchemas[change.kind], change.body)]
            assert.deepEqual(faults, [], `${stream.name} ${id}: ${JSON.stringify(change)}`)
          }
          for (const reference of result.references) assert.equal(reference.externalId, id)
          changes += result.changes.length
          references += result.references.length
        }
        if (stream.name !== 'tasks') assert.ok(references > 0, `${stream.name} refers to nothing`)
        if (stream.name === 'periods') assert.ok(changes > 0, 'no periods')
      }
    },
    plant: (connector) => ({
      ...connector,
      mapping: {
        ...connector.mapping,
        master: (...given) => {
          const result = connector.mapping.master(...given)
          return result.understood ? { ...result, drift: ['/planted'] } : result
        },
      },
    }),
  },
  {
    name: 'master data at rest reads the same twice, to the byte',
    excuse: noMasters,
    async run(subject) {
      for (const stream of masters(subject.connector)) {
        const [one, two] = [await recordsOf(subject, stream), await recordsOf(subject, stream)]
        for (const [id, bytes] of one) assert.deepEqual(two.get(id), bytes, `${stream.name} ${id}`)
        assert.equal(two.size, one.size)
      }
    },
    plant: (connector) => {
      let count = 0
      const streams = connector.streams.map((stream) => ({
        ...stream,
        async *sweep(...given: Parameters<NonNullable<StreamDefinition['sweep']>>) {
          for await (const page of stream.sweep!(...given)) {
            const bytes = Buffer.from(String(count++))
            yield { ...page, records: page.records.map((record) => ({ ...record, bytes })) }
          }
        },
      }))
      return { ...connector, streams }
    },
  },
]
