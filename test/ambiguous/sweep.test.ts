/** What people do in the ERP's books behind our back, found through the real connectors. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sweepStep } from '../../src/posting/sweep.ts'
import { databaseOfFile } from '../support/file-database.ts'
import { type Bench, doneOnce, openBench } from './cell.ts'
import { plainSandbox, trytonSandbox } from './sandbox-worlds.ts'
import { scenarios } from './scenarios.ts'
import { keyOfWork, openCases, type Subject } from './subject.ts'

const database = databaseOfFile()

const harms: readonly {
  readonly act: string
  readonly write: 'writeCosts' | 'createDraft'
  readonly body: (subject: Subject) => Record<string, unknown>
  readonly code: string
}[] = [
  {
    act: 'double-cost',
    write: 'writeCosts',
    body: (subject) => ({ key: keyOfWork(subject, subject.works[0]!), copied: true }),
    code: 'ERP_COST_TWICE',
  },
  {
    act: 'delete-cost',
    write: 'writeCosts',
    body: (subject) => ({ key: keyOfWork(subject, subject.works[1]!) }),
    code: 'ERP_COST_MISSING',
  },
  {
    act: 'edit-cost',
    write: 'writeCosts',
    body: (subject) => ({ key: keyOfWork(subject, subject.works[2]!), hours: '8' }),
    code: 'ERP_COST_DIFFERS',
  },
  {
    act: 'double-document',
    write: 'createDraft',
    body: (subject) => ({ reference: subject.reference }),
    code: 'ERP_DOCUMENT_TWICE',
  },
  {
    act: 'cancel-document',
    write: 'createDraft',
    body: (subject) => ({ reference: subject.reference }),
    code: 'ERP_DOCUMENT_MISSING',
  },
]

async function swept(bench: Bench, run: Awaited<ReturnType<typeof doneOnce>>): Promise<string[]> {
  bench.clock.advance(25 * 3_600_000)
  while ((await sweepStep(run.deps, run.subject.connectionId)) > 0) bench.clock.advance(1)
  return openCases(run.subject)
}

for (const open of [plainSandbox, trytonSandbox]) {
  test(`${open.name}: the sweep finds nothing in books that agree, and each harm that is done to them`, async () => {
    const world = await open()
    const bench = await openBench(world, database.store)
    try {
      for (const { act, write, body, code } of harms) {
        const run = await doneOnce(bench, scenarios.find((one) => one.write === write)!)
        assert.deepEqual(await swept(bench, run), [], `before ${act}`)
        world.act!(act, body(run.subject))
        assert.deepEqual(await swept(bench, run), [code], act)
      }
    } finally {
      await bench.close()
      await world.at.stop()
    }
  })
}
