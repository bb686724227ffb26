/** What the ERP's books hold of this installation, listed whole: what a sweep and a recovery compare with. */
import assert from 'node:assert/strict'
import type { CostRecord, DraftDocument, FoundDocument } from '../../src/connectors/sdk/target.ts'
import { addDays, day } from '../../src/kernel/dates.ts'
import { HOURBRIDGE_NAMESPACE, uuidV5 } from '../../src/kernel/ids.ts'
import { costDescription, documentReference, type Owner } from '../../src/model/mark.ts'
import type { Case, Subject } from './kit.ts'
import { noTarget, targetOf, withTarget } from './target.ts'

const ours: Owner = { environment: 'test', installationId: 'conformance' }
const copy: Owner = { environment: 'test', installationId: 'otherhouse' }
/** More than the worlds' `rowsPerRead`. */
const many = 13

function cost(subject: Subject, name: string, owner: Owner): CostRecord {
  const { company, worker, project, openOn } = subject.world.target!
  const key = uuidV5(HOURBRIDGE_NAMESPACE, subject.unique(name))
  const record = { key, company, worker, project, task: null, workOn: openOn, hours: '1.5', billable: true }
  return { ...record, description: costDescription(owner, key) }
}

function draft(subject: Subject, name: string, owner: Owner): DraftDocument {
  const { company, client, currency, tax } = subject.world.target!
  const line = { lineNo: 1, description: 'Consulting', taxCode: tax.code, project: null }
  return {
    reference: documentReference(owner, uuidV5(HOURBRIDGE_NAMESPACE, subject.unique(name))),
    kind: 'invoice',
    company,
    client,
    currency,
    description: 'Conformance',
    accountingOn: null,
    corrects: null,
    lines: [{ ...line, quantity: '1', unitPrice: '10', amount: { minor: 1_000n, currency } }],
  }
}

async function listedCosts(
  subject: Subject,
  between: (page: number) => Promise<void> = async () => undefined,
) {
  const { openOn, company } = subject.world.target!
  const window = { from: openOn, until: addDays(openOn, 1) }
  const found = []
  let pages = 0
  for await (const page of targetOf(subject).listCosts(subject.connect(), window, company)) {
    found.push(...page)
    pages += 1
    await between(pages)
  }
  return { found, pages }
}

async function listedDocuments(
  subject: Subject,
  since: FoundDocument['ledgerOn'],
  between: (page: number) => Promise<void> = async () => undefined,
) {
  const { company } = subject.world.target!
  const found = []
  let pages = 0
  for await (const page of targetOf(subject).listDocuments(subject.connect(), since, company)) {
    found.push(...page)
    pages += 1
    await between(pages)
  }
  return { found, pages }
}

async function* firstOf<T>(pages: AsyncIterable<T>): AsyncGenerator<T> {
  for await (const page of pages) {
    yield page
    return
  }
}

export const listingCases: readonly Case[] = [
  {
    name: 'cost records are listed whole over pages while others are added, and only our own',
    excuse: noTarget,
    async run(subject) {
      const target = targetOf(subject)
      const context = subject.connect()
      const stranger = cost(subject, 'stranger', copy)
      const records = Array.from({ length: many }, (_, index) => cost(subject, `listed${index}`, ours))
      const added: CostRecord[] = []
      await target.writeCosts(context, [...records, stranger])
      const { found, pages } = await listedCosts(subject, async (page) => {
        const record = cost(subject, `added${page}`, ours)
        added.push(record)
        await target.writeCosts(context, [record])
      })
      assert.ok(pages > 1, 'more than one page')
      const keys = found.map((each) => each.key)
      assert.equal(new Set(keys).size, keys.length, 'none twice')
      for (const { key } of records) assert.ok(keys.includes(key), `${key} is listed`)
      assert.ok(!keys.includes(stranger.key), "another installation's record is not listed")
      assert.deepEqual(
        found.filter((each) => each.key === records[0]!.key).map((each) => [each.hours, each.workOn]),
        [['1.5', records[0]!.workOn]],
      )
      await target.removeCosts(
        context,
        [...records, ...added, stranger].map((each) => each.key),
      )
      assert.deepEqual((await listedCosts(subject)).found, [])
    },
    plant: (connector) =>
      withTarget(connector, ({ listCosts }) => ({ listCosts: (...given) => firstOf(listCosts(...given)) })),
  },
  {
    name: 'documents are listed whole over pages while others are added: drafts, issued and cancelled, only our own',
    excuse: noTarget,
    async run(subject) {
      const target = targetOf(subject)
      const context = subject.connect()
      const made: FoundDocument[] = []
      const create = async (name: string, owner: Owner) => {
        const document = await target.createDraft(context, draft(subject, name, owner))
        made.push(document)
        return document
      }
      const stranger = await create('stranger', copy)
      const first = await create('first', ours)
      const issued = await target.postDocument(context, first.externalId)
      const expected = [issued]
      const gone = await create('cancelled', ours)
      await subject.world.target!.cancelDraft(gone.externalId)
      expected.push({ ...gone, state: 'cancelled' })
      while (expected.length < many) expected.push(await create(`listed${expected.length}`, ours))
      const { found, pages } = await listedDocuments(subject, null, async (page) => {
        if (page === 1) await create('added', ours)
      })
      assert.ok(pages > 1, 'more than one page')
      const ids = found.map((each) => each.externalId)
      assert.equal(new Set(ids).size, ids.length, 'none twice')
      for (const each of expected) {
        const one = found.find((listed) => listed.externalId === each.externalId)
        assert.deepEqual([one?.reference, one?.state, one?.net], [each.reference, each.state, each.net])
      }
      assert.ok(!ids.includes(stranger.externalId), "another installation's document is not listed")
      const today = day(new Date().toISOString().slice(0, 10))
      const recent = (await listedDocuments(subject, today)).found.map((each) => each.externalId)
      for (const each of expected) assert.ok(recent.includes(each.externalId))
      assert.deepEqual((await listedDocuments(subject, addDays(today, 2))).found, [])
      for (const each of made)
        if (each !== first && each !== gone) await target.discardDraft(context, each.externalId)
    },
    plant: (connector) =>
      withTarget(connector, ({ listDocuments }) => ({
        listDocuments: (...given) => firstOf(listDocuments(...given)),
      })),
  },
]
