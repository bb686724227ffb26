import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { compareAgreements } from './agreements.ts'
import { type Books, compareBooks } from './books.ts'
import { type Document, type Work, openDoors } from './doors.ts'
import { readBlocks, Terminal } from './readme.ts'
import { eventually, Sandbox } from './sandbox.ts'

type Trouble = { readonly entries: readonly string[] }
const troubles = {
  closedProject: 'PROJECT_CLOSED',
  missingRate: 'MISSING_RATE',
  ambiguousRate: 'AMBIGUOUS_RATE',
  unknownWorker: 'UNKNOWN_WORKER',
  closedPeriod: 'PERIOD_CLOSED',
  clientOnHold: 'CLIENT_ON_HOLD',
  editedAfterApproval: 'EDITED_AFTER_APPROVAL',
} as const
type Kind = keyof typeof troubles
const kinds = Object.keys(troubles) as Kind[]

/** Whom the README's correction names for the worker whom nobody knows. */
const standIn = { 'W-909': 'W-001' }
const withinMs = 180_000
const entriesUnderKill = 400

let sandbox: Sandbox
let doors: ReturnType<typeof openDoors>
let terminal: Terminal
let seeded: Record<Kind, Trouble>
let settledBooks: Books

before(async () => {
  sandbox = await Sandbox.create()
  doors = openDoors(sandbox)
})
after(async () => {
  await terminal?.close()
  await sandbox?.close()
})

const runs = async () => (await doors.get<{ items: { runId: string }[] }>('/runs')).items

/** The documents of a run, once nothing of them is on its way. */
async function standing(runId: string, status: string): Promise<Document[]> {
  return eventually(`every document of the run is ${status}`, async () => {
    const documents = await doors.documents(runId)
    const still = documents.filter(
      (each) => each.status !== status || each.sending !== null || each.sentVersion !== each.version,
    )
    const blocked = still.find((each) => each.blocked !== null)
    assert.equal(blocked, undefined, JSON.stringify(blocked))
    return documents.length > 0 && still.length === 0 ? documents : null
  })
}

/** A difference that arose on a draft has found its place: in the draft, or among the proposals. */
async function differencesSettled(): Promise<void> {
  const entries = kinds.flatMap((kind) => seeded[kind].entries)
  await eventually('no difference is pending', async () => {
    const found = await Promise.all(entries.map((entry) => doors.work(entry)))
    return found.every((each) => each.charges.every((charge) => charge.state !== 'pending'))
  })
}

async function proveBalance(): Promise<void> {
  const { checks } = await doors.get<{ checks: { name: string; ok: boolean }[] }>('/verify')
  assert.ok(checks.length > 10)
  assert.deepEqual(
    checks.filter((check) => !check.ok),
    [],
  )
}

test('a start leads to draft invoices within three minutes, and each kind of case waits', async (t) => {
  const started = performance.now()
  await sandbox.start()
  await eventually(
    'the drafts wait for release',
    async () => /^Ready: \d+ draft/m.test(sandbox.text),
    withinMs,
  )
  seeded = await doors.inspect('troubles')
  for (const kind of kinds) {
    for (const entry of seeded[kind].entries) {
      await eventually(`${entry} waits as ${troubles[kind]}`, async () => {
        const { work } = await doors.work(entry)
        return (await doors.openCases()).some(
          (each) => each.code === troubles[kind] && each.subjectId === work.workId,
        )
      })
    }
  }
  const seconds = Math.round((performance.now() - started) / 1000)
  t.diagnostic(`drafts and cases stand ${seconds} s after the start`)
  assert.ok(seconds * 1000 < withinMs)
})

test('agreements of every kind are drafted at what they come to by hand', async () => {
  const { runId } = (await runs())[0]!
  compareAgreements(await standing(runId, 'drafted'))
  const waits = (await doors.every<Work>('/work')).map((work) => work.billBucket)
  // What is over a ceiling waits, what a fee covers or was bought ahead is not billed, and some of it nobody pays.
  for (const bucket of ['parked', 'included', 'non_billable']) assert.ok(waits.includes(bucket), bucket)
})

test('the README releases the drafts, and they come back with numbers of the ERP', async () => {
  const { url, key, firm, month } = sandbox.printed
  terminal = new Terminal({ HOURBRIDGE_URL: url, HOURBRIDGE_API_KEY: key, FIRM: firm, MONTH: month })
  for (const block of await readBlocks('## The tour')) await terminal.paste(block)
  const { runId } = (await runs())[0]!
  await differencesSettled()
  await standing(runId, 'drafted')
  const [look, release] = await readBlocks('### 1. Look, and release')
  assert.match(await terminal.paste(look!), /Nothing was released/)
  assert.match(await terminal.paste(release!), /HRE-\d{4}-00001/)
  const issued = await standing(runId, 'issued')
  assert.equal(new Set(issued.map((each) => each.erp.number)).size, issued.length)
  for (const each of issued) assert.deepEqual(each.erp.total, each.total)
})

test('the README cures one case of each kind, at the firm and in the hub, and each entry is priced', async () => {
  const [atTheFirm, inTheHub, look] = await readBlocks('### 2. Cure one case of each kind')
  await terminal.paste(atTheFirm!)
  await terminal.paste(inTheHub!)
  await eventually('no case is open', async () => (await doors.openCases()).length === 0)
  await differencesSettled()
  assert.match(await terminal.paste(look!), /No case is open[\s\S]*5\.5 hours at \d+ EUR an hour are/)
  for (const kind of kinds) {
    for (const entry of seeded[kind].entries) {
      const { work, charges } = await doors.work(entry)
      const states = charges.map((charge) => charge.state)
      assert.ok(states.includes('priced') || states.includes('proposed'), `${kind} ${entry}: ${states}`)
      assert.equal(work.approval, 'approved')
    }
  }
})

test('a second run of the same month bills what was cured, and nothing again', async () => {
  const [freeze, release] = await readBlocks('### 3. Bill what was cured')
  await terminal.paste(freeze!)
  const found = await runs()
  assert.equal(found.length, 2)
  await standing(found[0]!.runId, 'drafted')
  await terminal.paste(release!)
  await standing(found[0]!.runId, 'issued')
  for (const kind of kinds) {
    for (const entry of seeded[kind].entries) {
      const { charges } = await doors.work(entry)
      assert.ok(
        charges.every((charge) => charge.state === 'issued'),
        `${kind} ${entry}`,
      )
    }
  }
})

test('the books balance, and the ERP holds every approved hour and every document once', async () => {
  const [check] = await readBlocks('### 4. Check')
  const told = await terminal.paste(check!)
  assert.match(told, /^ +ok /m)
  assert.doesNotMatch(told, /BROKEN/)
  await proveBalance()
  settledBooks = await compareBooks(doors, standIn)
  assert.ok(settledBooks.costs > 2000 && settledBooks.documents > 10)
})

test('Ctrl-C loses nothing, and a second start continues with the same state', async () => {
  const overview = await doors.get<{ buckets: unknown }>('/overview')
  assert.equal(await sandbox.end('SIGINT'), 0, sandbox.text)
  await sandbox.start()
  // Everything is read once more, as a source that repeats itself would have it.
  const pulled = await sandbox.command('pull', 'firm')
  assert.equal(pulled.code, 0, pulled.err)
  assert.deepEqual((await doors.get<{ buckets: unknown }>('/overview')).buckets, overview.buckets)
  assert.deepEqual(await compareBooks(doors, standIn), settledBooks)
})

test('killed while cost is on its way, the product starts again and posts nothing twice', async () => {
  await doors.act('generate-load', { count: entriesUnderKill })
  await sandbox.command('pull', 'firm', '--stream', 'time_entries', '--no-wait')
  const costs = async () => (await doors.inspect<{ costs: { count: number } }>('summary')).costs.count
  await eventually('some of the new cost is posted', async () => (await costs()) > settledBooks.costs)
  await sandbox.end('SIGKILL')
  await sandbox.start()
  await eventually('all of the new cost is posted', async () => {
    return (await costs()) === settledBooks.costs + entriesUnderKill
  })
  const accepted = async () =>
    (await doors.every<Work>('/work')).every(
      (each) => !['in_flight', 'in_doubt', 'waiting'].includes(each.costBucket),
    )
  await eventually('the hub knows it', accepted)
  const now = await compareBooks(doors, standIn)
  assert.equal(now.costs, settledBooks.costs + entriesUnderKill)
  assert.equal(now.documents, settledBooks.documents)
  assert.equal(now.issued, settledBooks.issued)
  await proveBalance()
})
