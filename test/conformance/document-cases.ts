import assert from 'node:assert/strict'
import type { ConnectionContext } from '../../src/connectors/sdk/connector.ts'
import { ConnectorFault } from '../../src/connectors/sdk/fault.ts'
import type { DraftDocument, FoundDocument } from '../../src/connectors/sdk/target.ts'
import { mentions } from './faulty-egress.ts'
import type { Case, Subject } from './kit.ts'
import { callsOf, faultOf, noTarget, targetOf, withTarget } from './target.ts'

function draft(subject: Subject, name: string, over: Partial<DraftDocument> = {}): DraftDocument {
  const { company, client, currency, tax } = subject.world.target!
  const line = { lineNo: 1, description: 'Consulting', taxCode: tax.code, project: null }
  return {
    reference: subject.unique(name),
    kind: 'invoice',
    company,
    client,
    currency,
    description: 'Conformance',
    accountingOn: null,
    corrects: null,
    lines: [
      { ...line, quantity: '7.5', unitPrice: '120', amount: { minor: 90_000n, currency } },
      { ...line, lineNo: 2, quantity: '0.33', unitPrice: '99.99', amount: { minor: 3_300n, currency } },
    ],
    ...over,
  }
}

const locate = (subject: Subject, context: ConnectionContext, reference: string) =>
  targetOf(subject).locateDocuments(context, reference, subject.world.target!.company)
const ids = (found: readonly FoundDocument[]) => found.map((each) => each.externalId)

export const documentCases: readonly Case[] = [
  {
    name: 'a draft is found by its reference with the money that was sent and the tax of the ERP',
    excuse: noTarget,
    async run(subject) {
      const context = subject.connect()
      const { tax, currency } = subject.world.target!
      const made = await targetOf(subject).createDraft(context, draft(subject, 'a'))
      const found = await locate(subject, context, subject.unique('a'))
      assert.deepEqual(found, [made])
      assert.equal(made.state, 'draft')
      assert.equal(made.number, null)
      assert.deepEqual(made.net, { minor: 93_300n, currency })
      assert.deepEqual(made.tax, { minor: (93_300n * tax.percent) / 100n, currency })
      assert.deepEqual(
        made.lines.map((line) => [line.quantity, line.unitPrice, line.amount.minor]),
        [
          ['7.5', '120', 90_000n],
          ['0.33', '99.99', 3_300n],
        ],
      )
      await targetOf(subject).discardDraft(context, made.externalId)
      assert.deepEqual(await locate(subject, context, subject.unique('a')), [])
      assert.equal(await targetOf(subject).readDocument(context, made.externalId), null)
      await targetOf(subject).discardDraft(context, made.externalId)
    },
    plant: (connector) => withTarget(connector, () => ({ discardDraft: async () => undefined })),
  },
  {
    name: 'a reply lost after the draft was made leaves one draft, found by its reference',
    excuse: noTarget,
    async run(subject) {
      const context = subject.connect()
      subject.egress.plan(callsOf(subject).createDraft, { kind: 'lose_reply' })
      const fault = await faultOf(targetOf(subject).createDraft(context, draft(subject, 'lost')))
      assert.equal(fault.effect, 'unknown')
      const found = await locate(subject, context, subject.unique('lost'))
      assert.equal(found.length, 1)
      assert.equal(found[0]!.state, 'draft')
      for (const id of ids(found)) await targetOf(subject).discardDraft(context, id)
    },
    plant: (connector) =>
      withTarget(connector, ({ createDraft }) => ({
        createDraft: async (context, document) => {
          await createDraft(context, document).catch(() => createDraft(context, document))
          throw new ConnectorFault('in_doubt', 'unknown', 'planted')
        },
      })),
  },
  {
    name: 'a reply lost after the post: the document is issued once, and posting again gives the same number',
    excuse: noTarget,
    async run(subject) {
      const context = subject.connect()
      const made = await targetOf(subject).createDraft(context, draft(subject, 'posted'))
      subject.egress.plan(callsOf(subject).postDocument, { kind: 'lose_reply' })
      const fault = await faultOf(targetOf(subject).postDocument(context, made.externalId))
      assert.equal(fault.effect, 'unknown')
      const read = await targetOf(subject).readDocument(context, made.externalId)
      assert.equal(read?.state, 'issued')
      assert.ok(read.number)
      const again = await targetOf(subject).postDocument(context, made.externalId)
      assert.deepEqual(again, read)
      assert.equal(read.contentDigest, made.contentDigest)
      const refused = await faultOf(targetOf(subject).discardDraft(context, made.externalId))
      assert.deepEqual([refused.faultClass, refused.effect], ['business_rejected', 'none'])
    },
    plant: (connector) =>
      withTarget(connector, ({ postDocument }) => ({
        postDocument: async (context, id) => {
          const found = await postDocument(context, id)
          return { ...found, number: `${found.number}-2` }
        },
      })),
  },
  {
    name: 'a write that lands after its timeout is invisible first, and one document afterwards',
    excuse: noTarget,
    async run(subject) {
      const context = subject.connect()
      subject.egress.plan(callsOf(subject).createDraft, { kind: 'slow_land' })
      const fault = await faultOf(targetOf(subject).createDraft(context, draft(subject, 'slow')))
      assert.equal(fault.effect, 'unknown')
      assert.deepEqual(await locate(subject, context, subject.unique('slow')), [])
      await subject.egress.release()
      const found = await locate(subject, context, subject.unique('slow'))
      assert.equal(found.length, 1)
      for (const id of ids(found)) await targetOf(subject).discardDraft(context, id)
    },
    plant: (connector) =>
      withTarget(connector, ({ locateDocuments, createDraft }) => {
        let looked = false
        let last: DraftDocument | null = null
        return {
          createDraft: (context, document) => {
            last = document
            return createDraft(context, document)
          },
          locateDocuments: async (context, ...rest) => {
            const found = await locateDocuments(context, ...rest)
            if (!looked && found.length === 0 && last !== null) await createDraft(context, last)
            looked = true
            return found
          },
        }
      }),
  },
  {
    name: 'a closed period, a missing one, and a reopened one are three things',
    excuse: noTarget,
    async run(subject) {
      const context = subject.connect()
      const { closableOn, noPeriodOn, closePeriod, reopenPeriod } = subject.world.target!
      const target = targetOf(subject)
      const made = await target.createDraft(context, draft(subject, 'closed', { accountingOn: closableOn }))
      const never = await target.createDraft(context, draft(subject, 'never', { accountingOn: noPeriodOn }))
      await closePeriod(closableOn)
      try {
        const closed = await faultOf(target.postDocument(context, made.externalId))
        assert.deepEqual(
          [closed.faultClass, closed.effect, closed.code],
          ['period_closed', 'none', 'PERIOD_CLOSED'],
        )
        const missing = await faultOf(target.postDocument(context, never.externalId))
        assert.deepEqual([missing.faultClass, missing.effect], ['config', 'none'])
      } finally {
        await reopenPeriod(closableOn)
      }
      const rewritten = await target.updateDraft(context, made.externalId, draft(subject, 'closed'))
      assert.equal(rewritten.state, 'draft')
      const issued = await target.postDocument(context, made.externalId)
      assert.equal(issued.state, 'issued')
      await target.discardDraft(context, never.externalId)
    },
    plant: (connector) =>
      withTarget(connector, ({ postDocument }) => ({
        postDocument: (context, id) =>
          postDocument(context, id).catch(() => {
            throw new ConnectorFault('period_closed', 'none', 'planted')
          }),
      })),
  },
  {
    name: 'a client that is inactive at the ERP is refused before anything is written',
    excuse: noTarget,
    async run(subject) {
      const context = subject.connect()
      const client = subject.world.target!.inactiveClient
      const fault = await faultOf(
        targetOf(subject).createDraft(context, draft(subject, 'inactive', { client })),
      )
      assert.deepEqual(
        [fault.faultClass, fault.effect, fault.code],
        ['data_fixable', 'none', 'ERP_PARTY_INACTIVE'],
      )
      assert.deepEqual(await locate(subject, context, subject.unique('inactive')), [])
    },
    plant: (connector) =>
      withTarget(connector, ({ createDraft }) => ({
        createDraft: (context, document) =>
          createDraft(context, document).catch(() => {
            throw new ConnectorFault('in_doubt', 'unknown', 'planted')
          }),
      })),
  },
  {
    name: 'arithmetic that the ERP would do differently is refused before anything is written',
    excuse: noTarget,
    async run(subject) {
      const context = subject.connect()
      const { currency } = subject.world.target!
      const line = { lineNo: 1, description: 'x', taxCode: null, project: null }
      for (const [quantity, unitPrice, minor] of [
        ['1', '10', 999n],
        [`0.${'3'.repeat(targetOf(subject).profile.quantityScale + 1)}`, '100', 3333n],
        ['1', '1.12345', 112n],
        ['-1', '10', -1000n],
      ] as const) {
        const lines = [{ ...line, quantity, unitPrice, amount: { minor, currency } }]
        subject.egress.forget()
        const fault = await faultOf(targetOf(subject).createDraft(context, draft(subject, 'sums', { lines })))
        assert.deepEqual(
          [fault.faultClass, fault.effect],
          ['data_fixable', 'none'],
          `${quantity} x ${unitPrice}`,
        )
        assert.equal(subject.egress.sent.filter(callsOf(subject).createDraft).length, 0)
      }
    },
  },
  {
    name: "a person's edit of a draft shows in its digest, and a rewrite undoes it",
    excuse: noTarget,
    async run(subject) {
      const context = subject.connect()
      const made = await targetOf(subject).createDraft(context, draft(subject, 'edited'))
      await subject.world.target!.editDraft(made.externalId, '121')
      const edited = await targetOf(subject).readDocument(context, made.externalId)
      assert.notEqual(edited?.contentDigest, made.contentDigest)
      const restored = await targetOf(subject).updateDraft(context, made.externalId, draft(subject, 'edited'))
      assert.equal(restored.contentDigest, made.contentDigest)
      assert.deepEqual(restored.net, made.net)
      await targetOf(subject).discardDraft(context, made.externalId)
    },
    plant: (connector) =>
      withTarget(connector, ({ readDocument, createDraft }) => {
        let first = ''
        return {
          createDraft: async (context, document) => {
            const found = await createDraft(context, document)
            first = found.contentDigest
            return found
          },
          readDocument: async (context, id) => {
            const found = await readDocument(context, id)
            return found === null ? null : { ...found, contentDigest: first }
          },
        }
      }),
  },
  {
    name: 'a credit is negative, issued, and names what it corrects',
    excuse: noTarget,
    async run(subject) {
      const context = subject.connect()
      const { currency, tax } = subject.world.target!
      const amount = { minor: -12_000n, currency }
      const line = {
        lineNo: 1,
        description: 'x',
        quantity: '-1',
        unitPrice: '120',
        amount,
        taxCode: tax.code,
        project: null,
      }
      const invoice = await targetOf(subject).createDraft(context, draft(subject, 'credited'))
      const { externalId, number } = await targetOf(subject).postDocument(context, invoice.externalId)
      const corrects = { externalId, number: number! }
      const credit = draft(subject, 'credit', { kind: 'credit', corrects, lines: [line] })
      const made = await targetOf(subject).createDraft(context, credit)
      assert.ok(subject.egress.sent.filter(callsOf(subject).createDraft).some(mentions(number!)))
      const issued = await targetOf(subject).postDocument(context, made.externalId)
      assert.deepEqual([issued.state, issued.net.minor], ['issued', -12_000n])
      assert.equal(issued.tax?.minor, (-12_000n * tax.percent) / 100n)
    },
  },
  {
    name: 'documents posted at once are issued, or refused in a way that passes and without effect',
    excuse: noTarget,
    async run(subject) {
      const target = targetOf(subject)
      const context = subject.connect()
      const made: FoundDocument[] = []
      for (const name of ['p1', 'p2', 'p3', 'p4'])
        made.push(await target.createDraft(context, draft(subject, name)))
      const results = await Promise.allSettled(
        made.map((each) => target.postDocument(subject.connect(), each.externalId)),
      )
      const numbers = new Set<string>()
      for (const [index, result] of results.entries()) {
        if (result.status === 'rejected') {
          const fault: unknown = result.reason
          assert.ok(fault instanceof ConnectorFault)
          assert.deepEqual([fault.faultClass, fault.effect], ['retryable', 'none'])
        }
        const issued = await target.postDocument(context, made[index]!.externalId)
        numbers.add(issued.number!)
      }
      assert.equal(numbers.size, made.length)
    },
  },
]
