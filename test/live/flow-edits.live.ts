/** What people do to time and drafts around a run: edits, deletions, changes behind the back, a closed period. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sumsOf } from './books.ts'
import { expectedSums, type PricedEntry, pricedEntries, twoDecimals } from './expected-sums.ts'
import { type Document, openStage, type Stage } from './hub-under-test.ts'
import { until } from './installation.ts'

let stage: Stage
/** Seeded entries of a project, none used twice. */
const pool = new Map<string, PricedEntry[]>()

before(async () => {
  stage = await openStage()
  for (const entry of await pricedEntries(stage.source, stage.month)) {
    if (entry.hundredths >= 100n) pool.set(entry.project, [...(pool.get(entry.project) ?? []), entry])
  }
  await stage.pull()
  await stage.costSettled(120_000)
})
after(() => stage?.close())

function take(project: string): number {
  const entry = pool.get(project)?.shift()
  if (entry === undefined) throw new Error(`no entry of ${project} is left`)
  return entry.id
}

/** What the month is worth for a project as Redmine and the rate table have it now. */
async function worth(project: string): Promise<string> {
  const entries = await pricedEntries(stage.source, stage.month)
  const own = entries.filter((entry) => entry.project === project)
  return twoDecimals(own.reduce((sum, { amount }) => sum + amount, 0n))
}

const drafted = (project: string) => (each: Document) =>
  each.contract.id === project && each.status === 'drafted' && each.sending === null && each.blocked === null

const current = (project: string) => (each: Document) =>
  drafted(project)(each) && each.sentVersion === each.version

async function invoice(document: Document) {
  const { invoices } = await stage.books()
  return invoices.find(({ reference }) => reference === document.reference) ?? null
}

/**
 * As the firm's people change approved time: the approval is withdrawn first and given again afterwards. Nobody asks
 * for a pull: the hub reads by its own schedule.
 */
async function change(id: number, hours: string): Promise<void> {
  await stage.redmine.approve(id, false)
  await stage.workWhen('withdrawn', id, ({ approval }) => approval === 'withdrawn')
  await stage.redmine.edit(id, { hours })
  await stage.redmine.approve(id, true)
  await stage.workWhen(`approved with ${hours} h`, id, (work) => {
    return work.approval === 'approved' && work.hours === hours
  })
}

async function bookedHours(id: number): Promise<number[]> {
  const { workId } = await stage.work(id)
  const postings = await stage.engineer.get<{ costPostings: { externalId: string | null }[] }>(
    `/work/${workId}`,
  )
  const ids = new Set(postings.costPostings.map(({ externalId }) => Number(externalId)))
  const { time } = await stage.books()
  return time.filter((line) => ids.has(line.id)).map(({ seconds }) => seconds / 3_600)
}

const cost = (id: number, bucket: string) =>
  stage.workWhen(`cost ${bucket}`, id, ({ costBucket }) => costBucket === bucket, 60_000)

test('time changed before a run has its charge and its line in Tryton replaced', async () => {
  const id = take('ware-rollout')
  await change(id, '3.25')
  await cost(id, 'accepted')
  assert.deepEqual(await bookedHours(id), [3.25])
  assert.equal((await stage.work(id)).billBucket, 'priced')
})

test('time deleted before a run is billed to nobody, and its line in Tryton goes', async () => {
  const id = take('ware-rollout')
  assert.equal((await bookedHours(id)).length, 1)
  await stage.redmine.remove(id)
  await stage.pull()
  await stage.workWhen('deleted', id, ({ approval }) => approval === 'deleted')
  await cost(id, 'reversed')
  assert.deepEqual(await bookedHours(id), [])
})

/** Edited under its standing approval, and approved in the hub by a person only after the first run. */
let unapproved = 0

test('time that changes under a standing approval, even there and back, is three revisions and not approved', async () => {
  const id = take('claims-portal')
  const { hours } = await stage.work(id)
  await stage.redmine.edit(id, { hours: '9.75' })
  await stage.pull()
  await stage.workWhen('revision 2', id, ({ revision, approval }) => revision === 2 && approval === 'voided')
  await stage.redmine.edit(id, { hours })
  await stage.pull()
  const back = await stage.workWhen('revision 3', id, ({ revision }) => revision === 3)
  assert.deepEqual([back.approval, back.billBucket, back.hours], ['voided', 'held', hours])
  const codes = (await stage.openCases(`&subjectId=${back.workId}`)).map(({ code }) => code)
  assert.ok(codes.length > 0 && codes.every((code) => code === 'EDITED_AFTER_APPROVAL'), codes.join())
  const stale = await stage.engineer.refused(`/work/${back.workId}/approve`, {
    expectedRevision: 2,
    reason: 'read too early',
  })
  assert.equal(stale.status, 409)
  await stage.engineer.post(`/work/${back.workId}/approve`, { expectedRevision: 3, reason: 'checked' })
  await stage.workWhen('approved again', id, (work) => {
    return work.approval === 'approved' && work.billBucket === 'priced' && work.costBucket === 'accepted'
  })
  assert.deepEqual(await stage.openCases(`&subjectId=${back.workId}`), [])

  unapproved = take('rail-support')
  await stage.redmine.edit(unapproved, { hours: '4.25' })
  await stage.pull()
  await stage.workWhen('voided', unapproved, ({ approval }) => approval === 'voided')
})

test('a run bills what is approved, and no more', async () => {
  const entry = (await pricedEntries(stage.source, stage.month)).find(({ id }) => id === unapproved)!
  assert.equal((await stage.run()).documents, 4)
  const all = await stage.documentsWhen('four drafts', (found) => {
    return found.length === 4 && found.every((each) => current(each.contract.id)(each))
  })
  for (const document of all) {
    const { id } = document.contract
    const left = id === 'rail-support' ? entry.amount : 0n
    const wanted = BigInt((await worth(id)).replace('.', '')) - left
    assert.equal(document.net.amount, twoDecimals(wanted), id)
    assert.equal(Number((await invoice(document))?.untaxed), Number(twoDecimals(wanted)), id)
  }
})

test('time changed while its draft is untouched rewrites the draft in Tryton', async () => {
  const before = await stage.documentWhen('drafted', current('rail-data'))
  await change(take('rail-data'), '2.75')
  const wanted = await worth('rail-data')
  const after_ = await stage.documentWhen(
    `rewritten to ${wanted}`,
    (each) => current('rail-data')(each) && each.net.amount === wanted,
  )
  assert.equal(after_.documentId, before.documentId)
  assert.ok(after_.version > before.version)
  const there = await invoice(after_)
  assert.deepEqual([there?.id, Number(there?.untaxed)], [Number(before.erp.externalId), Number(wanted)])
})

/** Broken in one go, because the hub looks at what it drafted every half a minute. */
const breaks: { deleted?: Document } = {}

const stopped = ({ documentId }: Document, code: string) =>
  stage.documentWhen(`stopped by ${code}`, (each) => each.documentId === documentId && each.blocked === code)

test('a draft changed behind the back of the hub is a break: not overwritten, not posted', async () => {
  const document = await stage.documentWhen('drafted', current('claims-portal'))
  breaks.deleted = await stage.documentWhen('drafted', current('rail-support'))
  const id = Number(document.erp.externalId)
  const price = (await invoice(document))!.lines[0]!.unitPrice
  await stage.ledger.editDraft(id, '1.00')
  await stage.ledger.deleteDraft(Number(breaks.deleted.erp.externalId))
  const edited = (await invoice(document))!.untaxed
  const { documentId, version } = await stopped(document, 'ERP_DOCUMENT_CHANGED')
  await change(take('claims-portal'), '1.25')
  assert.equal((await invoice(document))?.untaxed, edited)
  const refused = await stage.approver.refused(`/documents/${documentId}/release`, { version })
  assert.deepEqual(refused, { status: 409, code: 'RUN_NOT_RELEASABLE' })
  assert.deepEqual([(await invoice(document))?.state, (await invoice(document))?.number], ['draft', null])
  await stage.ledger.editDraft(id, price)
})

test('a draft that somebody deleted is never sent again by itself, only after a person gave it up', async () => {
  const { documentId, version } = await stopped(breaks.deleted!, 'ERP_DOCUMENT_VANISHED')
  const created = stage.proxy.count('model.account.invoice.create')
  const refused = await stage.approver.refused(`/documents/${documentId}/release`, { version })
  assert.equal(refused.code, 'RUN_NOT_RELEASABLE')
  assert.equal((await stage.run()).documents, 0)
  assert.equal(stage.proxy.count('model.account.invoice.create'), created)
  await stage.finance.post(`/documents/${documentId}/discard`, { version })
  await stage.documentsWhen('given up', (all) => all.every((each) => each.documentId !== documentId))
})

test('a draft that is again what was written goes on, with what changed meanwhile', async () => {
  const wanted = await worth('claims-portal')
  await stage.documentWhen(
    `restored, and then ${wanted}`,
    (each) => current('claims-portal')(each) && each.net.amount === wanted,
    90_000,
  )
})

test('what a person approves in the hub joins the next run', async () => {
  const { workId, revision } = await stage.work(unapproved)
  await stage.engineer.post(`/work/${workId}/approve`, { expectedRevision: revision, reason: 'checked' })
  await stage.workWhen('approved again', unapproved, ({ billBucket }) => billBucket === 'priced')
  await cost(unapproved, 'accepted')
  assert.deepEqual(await bookedHours(unapproved), [4.25])
  assert.equal((await stage.run()).documents, 1)
  const again = await stage.documentWhen('drafted', current('rail-support'))
  assert.equal(again.net.amount, await worth('rail-support'))
})

async function periodStatus(): Promise<string | undefined> {
  const path = `/master-data/period/${encodeURIComponent(`ACME-UK/${stage.month}-01`)}`
  const { versions } = await stage.finance.get<{
    versions: { supersededAt: string | null; body: { status: string } | null }[]
  }>(path)
  return versions.find(({ supersededAt }) => supersededAt === null)?.body?.status
}

test('a closed period stops documents and time, and its reopening is noticed within a minute without a command', async () => {
  const on = `${stage.month}-05`
  await stage.ledger.closePeriod('ACME-UK', on)
  await until('the hub knows of the closing', 60_000, async () => (await periodStatus()) === 'closed')
  const [late, gone] = [take('rail-support'), take('rail-support')]
  const before = await Promise.all([late, gone].map(bookedHours))
  await change(late, '6.5')
  await stage.redmine.remove(gone)
  await stage.pull()
  await stage.workWhen('deleted', gone, ({ approval }) => approval === 'deleted')
  const document = await stage.documentWhen('drafted', current('claims-portal'))
  await stage.release(document)
  const is = ({ documentId }: Document) => documentId === document.documentId
  const stopped = await stage.documentWhen('stopped', (each) => is(each) && each.blocked !== null, 90_000)
  assert.equal(stopped.blocked, 'PERIOD_CLOSED')
  for (const id of [late, gone]) await cost(id, 'held')
  assert.deepEqual(await Promise.all([late, gone].map(bookedHours)), before)
  assert.equal((await invoice(document))?.number, null)

  await stage.ledger.reopenPeriod('ACME-UK', on)
  const reopenedAt = performance.now()
  await stage.documentWhen('issued', (each) => is(each) && each.status === 'issued', 60_000)
  await cost(late, 'accepted')
  await cost(gone, 'reversed')
  process.stdout.write(`reopening noticed within ${Math.round((performance.now() - reopenedAt) / 1000)} s\n`)
  assert.deepEqual(await Promise.all([late, gone].map(bookedHours)), [[6.5], []])
})

type Adjustment = { workId: string; seq: number; amount: { amount: string } }
const adjustments = async () => (await stage.finance.get<{ items: Adjustment[] }>('/adjustments')).items

test('time changed or deleted after its invoice was issued becomes a credit, after a person approved it', async () => {
  const document = await stage.documentWhen('drafted', current('ware-rollout'))
  await stage.release(document)
  await stage.documentWhen(
    'issued',
    (each) => each.documentId === document.documentId && each.status === 'issued',
  )
  const billed = (await invoice(document))!
  const [less, gone] = [take('ware-rollout'), take('ware-rollout')]
  await change(less, '0.5')
  await stage.redmine.remove(gone)
  await stage.pull()
  await stage.workWhen('deleted', gone, ({ approval }) => approval === 'deleted')
  const works = await Promise.all([less, gone].map((id) => stage.work(id)))
  const proposed = await until('both are proposed', 30_000, async () => {
    const found = await adjustments()
    return works.every(({ workId }) => found.some((each) => each.workId === workId)) ? found : null
  })
  assert.equal((await stage.run('ware-rollout')).documents, 0)
  const decided = await stage.approver.post<{ credits: string[] }>('/adjustments/decide', {
    decision: 'approve',
    adjustments: proposed.map(({ workId, seq }) => ({ workId, seq })),
  })
  assert.equal(decided.credits.length, 1)
  const credit = await stage.documentWhen('a credit', (each) => {
    return each.documentId === decided.credits[0] && current('ware-rollout')(each)
  })
  assert.equal(credit.correctsDocument, document.documentId)
  await stage.release(credit)
  await stage.documentWhen(
    'issued',
    (each) => each.documentId === credit.documentId && each.status === 'issued',
  )
  const there = (await invoice(credit))!
  assert.ok(there.credit && there.state === 'posted' && there.description?.includes(billed.number!))
  const cents = (text: string) => BigInt(Math.round(Number(text) * 100))
  assert.equal(twoDecimals(cents(billed.untaxed) + cents(there.untaxed)), await worth('ware-rollout'))
})

test('one entry of half a cent is one line that Tryton rounds away from zero, too', async () => {
  const entry = { project: 'ware-rollout', login: 'ottilie.varnhag', on: `${stage.month}-20`, hours: '0.33' }
  const id = await stage.redmine.add({ ...entry, comments: 'a call', approved: true })
  await stage.pull()
  // 0.33 h at 190.50 are 62.865.
  const work = await stage.workWhen('priced', id, ({ billBucket }) => billBucket === 'priced')
  assert.equal(work.bill?.amount, '62.87')
  // Tryton itself would take a draft for a client who left.
  await stage.ledger.setClientActive('CLI-1001', false)
  assert.equal((await stage.run('ware-rollout')).documents, 1)
  const refused = await stage.documentWhen('refused', ({ blocked }) => blocked !== null)
  assert.equal(refused.blocked, 'ERP_PARTY_INACTIVE')
  assert.equal(await invoice(refused), null)
  await stage.ledger.setClientActive('CLI-1001', true)
  const [open] = await stage.openCases(`&subjectId=${refused.documentId}`)
  await stage.engineer.post(`/cases/${open!.caseId}/resume`)
  const document = await stage.documentWhen('drafted', current('ware-rollout'))
  assert.deepEqual([document.net.amount, Number((await invoice(document))?.untaxed)], ['62.87', 62.87])
})

test("after all of it Tryton's books equal the sums computed from Redmine, and the proof holds", async () => {
  await stage.run()
  const open = await stage.documentsWhen('drafted or issued', (all) => {
    return all.every((each) => each.status === 'issued' || current(each.contract.id)(each))
  })
  for (const document of open.filter(({ status }) => status === 'drafted')) await stage.release(document)
  await stage.documentsWhen('all issued', (all) => all.every(({ status }) => status === 'issued'))
  await stage.costSettled(60_000)
  const expected = await expectedSums(stage.source, stage.month)
  assert.deepEqual(sumsOf(await stage.books(), { states: ['posted'] }), expected)
  assert.deepEqual(await stage.openCases(), [])
  await stage.verify()
})
