import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { entry, rate, smallFirm } from '../../../test/support/firm.ts'
import { createReplayHub, otherMapping, type ReplayHub, withHours } from '../../../test/support/replaying.ts'
import { listCases } from '../../cases/reads.ts'
import { takeLane } from '../../log/cursors.ts'
import { chargingRunner } from '../lane.ts'
import { replayRound, runChunk } from './run.ts'
import type { SummaryLine } from './summary.ts'

let hub: ReplayHub
beforeEach(async () => {
  hub = await createReplayHub()
  await hub.learn(smallFirm)
  await hub.settle()
})
afterEach(() => hub.drop())

const approved = (at: string) => ({
  state: 'approved' as const,
  approver: 'lead',
  approvedAt: at,
  level: null,
})
const half = withHours('direct/2', (hours) => String(Number(hours) / 2))
const told = (lines: readonly SummaryLine[], outcome: string) =>
  lines
    .filter((line) => line.outcome === outcome)
    .map((line) => `${line.action} ${line.reason} ${line.works} ${line.hours} ${line.minor} ${line.currency}`)
const openCodes = async () =>
  (await hub.store.transaction((tx) => listCases(tx, 1, { state: 'open' }, { after: null, limit: 100 }))).map(
    (one) => `${one.subjectKind} ${one.code}`,
  )

describe('replay', () => {
  it('announces per outcome what would change and why, writes nothing, and then does exactly that', async () => {
    await hub.receive([
      entry('a'),
      entry('b', { worker: 'W2', hours: '3' }),
      entry('c', { project: 'P9', billable: false }),
    ])
    await hub.settle()
    hub.use(half)
    const before = await hub.worksTable()
    const dry = await hub.dryRun({ mapping: 'direct/1' })
    assert.deepEqual([dry.state, dry.looked, dry.planned], ['ready', 3, 3])
    assert.deepEqual(told(dry.summary, 'bill'), ['change priced 2 -5.5 -73500 EUR', 'skip same 1 4 0 null'])
    assert.deepEqual(told(dry.summary, 'cost'), ['change waiting 3 -9.5 -57000 EUR'])
    assert.deepEqual(told(dry.summary, 'pay'), ['change waiting 3 -9.5 0 null'])
    assert.deepEqual(await hub.worksTable(), before, 'a dry run writes nothing')
    await hub.start(dry.replayId)
    await hub.rounds()
    const run = await hub.replayOf(dry.replayId)
    assert.deepEqual([run.state, run.done, run.doneSummary], ['done', 3, dry.summary])
    assert.deepEqual(
      (await hub.charges('a')).map((one) => one.amount_minor),
      [120000n, -60000n],
    )
  })

  it('changes nothing the second time', async () => {
    await hub.receive([entry('a'), entry('b')])
    await hub.settle()
    hub.use(half)
    await hub.replay({ connectionId: 'api' })
    const before = await hub.worksTable()
    const again = await hub.replay({ connectionId: 'api' })
    assert.deepEqual([again.state, again.looked, again.planned], ['done', 2, 0])
    assert.deepEqual(await hub.worksTable(), before)
    assert.equal((await hub.charges('a')).length, 2)
  })

  it('works on the latest revision whatever revision the range names, and judges approvals anew', async () => {
    await hub.receive([entry('a', { approval: approved('2026-10-31T10:00:00Z') })])
    const first = (
      await hub.store.query<{ position: bigint }>('select max(position) as position from events')
    ).rows[0]!
    await hub.receive([entry('a', { hours: '6', approval: approved('2026-10-31T11:00:00Z') })])
    await hub.settle()
    hub.use(half)
    const position = String(first.position)
    const run = await hub.replay({ fromPosition: position, untilPosition: position })
    assert.equal(run.done, 1)
    const [work] = await hub.worksTable()
    assert.deepEqual(
      [work!.revision, work!.hours, work!.approval, work!.bill_minor],
      [2, '3', 'approved', 45000n],
    )
  })

  it('selects by entry, connection and stream, period, mapping, client and project together', async () => {
    await hub.receive([entry('a'), entry('b', { project: 'P2' }), entry('c', { workOn: '2026-11-02' })])
    await hub.settle()
    const found = async (selection: Parameters<typeof hub.dryRun>[0]) =>
      (await hub.items((await hub.dryRun(selection)).replayId)).map((one) => one.sourceId).sort()
    assert.deepEqual(await found({ entry: 'a' }), ['a'])
    assert.deepEqual(await found({ connectionId: 'api', stream: 'time_entries' }), ['a', 'b', 'c'])
    assert.deepEqual(await found({ connectionId: 'other' }), [])
    assert.deepEqual(await found({ workFrom: '2026-10-01', workUntil: '2026-11-01' }), ['a', 'b'])
    assert.deepEqual(await found({ mapping: 'direct/1', clientId: 'BETA' }), ['b'])
    assert.deepEqual(await found({ projectId: 'P1', workUntil: '2026-11-01' }), ['a'])
    assert.deepEqual(await found({ mapping: 'direct/0' }), [])
    const at = { receivedFrom: '2026-11-02T07:00:00Z', receivedUntil: '2026-11-02T09:00:00Z' }
    assert.deepEqual(await found({ ...at, clientId: 'ACME' }), ['a', 'c'])
    assert.deepEqual(await found({ receivedFrom: '2026-11-03T00:00:00Z' }), [])
  })

  it('is refused as a whole when a rate or an entry moved after the dry run', async () => {
    await hub.receive([entry('a'), entry('b')])
    await hub.settle()
    hub.use(half)
    for (const move of [
      () => hub.learn([rate('R-senior', 'senior', '160.00')]),
      () => hub.receive([entry('b', { hours: '2', approval: approved('2026-11-01T10:00:00Z') })]),
    ]) {
      const dry = await hub.dryRun({ connectionId: 'api' })
      await move()
      await hub.settle()
      const before = await hub.worksTable()
      await hub.start(dry.replayId)
      await hub.rounds()
      const run = await hub.replayOf(dry.replayId)
      assert.deepEqual([run.state, run.done], ['refused', 0])
      assert.match(run.reason ?? '', /answer moved since the dry run/)
      assert.deepEqual(await hub.worksTable(), before)
    }
  })

  it('leaves what live charging overtook to it, and stops where knowledge moves under it', async () => {
    await hub.receive([entry('a'), entry('b')])
    await hub.settle()
    hub.use(half)
    const dry = await hub.dryRun({ connectionId: 'api' })
    await hub.start(dry.replayId)
    await replayRound(hub.charging, hub.masters, () => false)
    await replayRound(hub.charging, hub.masters, () => false)
    assert.equal((await hub.replayOf(dry.replayId)).state, 'running')
    await hub.receive([entry('a', { hours: '2', approval: approved('2026-11-01T10:00:00Z') })])
    await hub.settle()
    await hub.rounds()
    const states = (await hub.items(dry.replayId)).map((one) => `${one.sourceId} ${one.state}`).sort()
    assert.deepEqual(states, ['a overtaken', 'b done'])
    assert.equal((await hub.replayOf(dry.replayId)).state, 'done')
  })

  it('proposes the difference on what is issued and touches nothing that is pinned', async () => {
    await hub.receive([entry('a')])
    await hub.settle()
    const document = hub.newId()
    await hub.store.query(`update charges set state = 'issued', document_id = $1, line_no = 1`, [document])
    await hub.store.query(`update works set bill_bucket = 'issued'`)
    hub.use(half)
    const run = await hub.replay({ entry: 'a' })
    assert.deepEqual(told(run.doneSummary, 'bill'), ['change proposed_on_issued 1 -4 -60000 EUR'])
    assert.deepEqual(
      (await hub.charges('a')).map((one) => [one.state, one.amount_minor]),
      [
        ['issued', 120000n],
        ['pending', -60000n],
      ],
    )
    assert.equal((await hub.worksTable())[0]!.bill_bucket, 'issued')
  })

  it('takes in what stopped its batch and what was not understood, one by one and all at once', async () => {
    hub.use(
      otherMapping('direct/1', (now) => {
        if (now.entry.description === 'poison') throw new Error('a bug that this payload meets')
        if (now.entry.description === 'riddle')
          return { understood: false, field: '/description', why: 'a riddle' }
        return now
      }),
    )
    await hub.receive([
      entry('p1', { description: 'poison' }),
      entry('p2', { description: 'poison', hours: '2' }),
      entry('r1', { description: 'riddle' }),
      entry('fine'),
    ])
    await hub.settleSafely()
    const codes = ['source_record NOT_UNDERSTOOD', 'source_record POISON_BATCH', 'source_record POISON_BATCH']
    assert.deepEqual((await openCodes()).sort(), codes)
    const still = await hub.dryRun({ setAside: true })
    assert.deepEqual([still.looked, still.planned], [3, 0], 'without a cure nothing is planned')
    assert.deepEqual((await hub.items(still.replayId)).map((one) => one.reason).sort(), [
      'not_understood',
      'still_fails',
      'still_fails',
    ])
    hub.use(otherMapping('direct/2'))
    const single = await hub.replay({ entry: 'p1' })
    assert.deepEqual(told(single.doneSummary, 'bill'), ['create priced 1 8 120000 EUR'])
    assert.equal((await openCodes()).length, 2)
    const rest = await hub.replay({ setAside: true })
    assert.deepEqual([rest.done, await openCodes()], [2, []])
    assert.deepEqual((await hub.worksTable()).map((one) => one.source_id).sort(), ['fine', 'p1', 'p2', 'r1'])
    const closed = await hub.store.transaction((tx) =>
      listCases(tx, 1, { state: 'resolved' }, { after: null, limit: 10 }),
    )
    assert(closed.every((one) => one.resolvedBy === 'ada' && one.resolution?.startsWith('replayed by')))
  })

  it('takes nothing back because a mapping lost the ability to read', async () => {
    await hub.receive([entry('a')])
    await hub.settle()
    hub.use(otherMapping('direct/2', () => ({ understood: false, field: '/hours', why: 'no longer known' })))
    const run = await hub.replay({ entry: 'a' })
    assert.deepEqual([run.planned, run.summary.every((line) => line.action === 'skip')], [0, true])
    assert.equal((await hub.items(run.replayId))[0]!.reason, 'not_understood')
  })

  it('goes on where it stood when its runner dies, and a second runner does nothing twice', async () => {
    await hub.receive(Array.from({ length: 40 }, (_, i) => entry(`e${i}`)))
    await hub.settle()
    hub.use(half)
    const dry = await hub.dryRun({ connectionId: 'api' })
    await hub.start(dry.replayId, 5)
    await replayRound(hub.charging, hub.masters, () => false)
    await replayRound(hub.charging, hub.masters, () => false)
    let deaths = 0
    const dying = {
      ...hub.charging,
      store: {
        ...hub.charging.store,
        transaction: (work: Parameters<typeof hub.store.transaction>[0]) =>
          hub.store.transaction(async (tx) => {
            await work(tx)
            throw new Error('killed before the commit')
          }),
      } as unknown as typeof hub.store,
    }
    for (let round = 0; round < 12; round += 1) {
      hub.advance(2_000)
      await runChunk(dying, dry.replayId).catch(() => {
        deaths += 1
      })
      await Promise.all([runChunk(hub.charging, dry.replayId), runChunk(hub.charging, dry.replayId)])
    }
    await hub.rounds()
    const run = await hub.replayOf(dry.replayId)
    assert.deepEqual([run.state, run.done, run.doneSummary], ['done', 40, dry.summary])
    assert(deaths > 0)
    const { rows } = await hub.store.query<{ n: bigint; minor: bigint }>(
      'select count(*) as n, sum(amount_minor)::bigint as minor from charges where hours <> 0',
    )
    assert.deepEqual([rows[0]!.n, rows[0]!.minor], [80n, 40n * 60000n])
  })

  it('keeps to its works per second, leaves a lane that charging holds, and gives way to a backlog', async () => {
    await hub.receive(Array.from({ length: 30 }, (_, i) => entry(`e${i}`)))
    await hub.settle()
    hub.use(half)
    const dry = await hub.dryRun({ connectionId: 'api' })
    await hub.start(dry.replayId, 1)
    const round = () => replayRound(hub.charging, hub.masters, () => false)
    await round()
    await round()
    assert.equal(await round(), 1)
    assert.equal(await round(), 0, 'the next one is due in a second')
    hub.advance(1_000)
    await hub.store.transaction(async (tx) => {
      for (let lane = 1; lane < hub.receiver.lanes; lane += 1) await takeLane(tx, 1, chargingRunner, lane)
      assert.equal(await round(), 0, 'charging holds every lane')
    })
    const busy = { ...hub.charging, batchSize: 1 }
    await hub.receive([entry('new')])
    assert.equal(await replayRound(busy, hub.masters, () => false), 0, 'a batch waits for charging')
    await hub.settle()
    assert.equal(await round(), 1)
    assert.equal((await hub.replayOf(dry.replayId)).done, 2)
  })

  it('can be cancelled half way: what is done stays, and the log says who decided what', async () => {
    await hub.receive([entry('a'), entry('b'), entry('c')])
    await hub.settle()
    hub.use(half)
    const dry = await hub.dryRun({ connectionId: 'api' })
    await hub.start(dry.replayId, 1)
    for (let i = 0; i < 3; i += 1) await replayRound(hub.charging, hub.masters, () => false)
    await hub.cancel(dry.replayId)
    await hub.rounds()
    const run = await hub.replayOf(dry.replayId)
    assert.deepEqual([run.state, run.done], ['cancelled', 1])
    const { rows } = await hub.store.query<{ stream: string; principal: string }>(
      `select stream, principal from events where type = 'person.decided' order by position`,
    )
    assert.deepEqual(
      rows.map((row) => `${row.principal} ${row.stream}`),
      ['ada replay.requested', 'ada replay.started', 'ada replay.cancelled'],
    )
  })
})
