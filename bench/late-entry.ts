/**
 * A late entry of a client with 100,000 entries under a ceiling, the database included: from the entry in the log to
 * its charges and those of the work that it displaces. Beside it the same client asked whole.
 */
import '../test/support/runtime.ts'

const { composed, entry, smallFirm } = await import('../test/support/firm.ts')
const { createHub } = await import('../test/support/hub.ts')
const { settleNextGroup } = await import('../src/charging/groups/round.ts')
const { forget } = await import('../src/charging/groups/kept.ts')
const { chargeLane } = await import('../src/charging/lane.ts')
const { markGroups } = await import('../src/charging/groups/marks.ts')

const count = Number(process.argv[2] ?? 100_000)
const firstDay = Date.parse('2026-01-01T00:00:00Z')
const dayMs = 86_400_000
const batch = 1_000
const hub = await createHub()
const open = smallFirm.filter((one) => one.kind !== 'period' && one.recordId !== 'C2')
// Room for about nine tenths of it, so that the last weeks wait.
const ceiling = String(Math.round(count * 8 * 150 * 0.9))
await hub.learn([
  ...open,
  composed('C1', 'ACME', ['P1'], {
    lines: [{ id: 'work' }],
    limits: [{ id: 'CEILING', amount: ceiling }],
  }),
])
await hub.settle()

const lanes = Array.from({ length: hub.receiver.lanes - 1 }, (_, at) => at + 1)
const telling: number[] = []
const dayOf = (at: number) => new Date(firstDay + (at % 365) * dayMs).toISOString().slice(0, 10)
const idOf = (at: number) => `E-${String(at).padStart(7, '0')}`

async function timed(work: () => Promise<unknown>): Promise<number> {
  const before = performance.now()
  await work()
  return performance.now() - before
}

try {
  const filling = await timed(async () => {
    for (let from = 0; from < count; from += batch)
      await hub.receive(
        Array.from({ length: Math.min(batch, count - from) }, (_, i) =>
          entry(idOf(from + i), { workOn: dayOf(from + i) }),
        ),
      )
    await hub.settle()
  })
  console.log(`${count} entries received, charged and settled: ${(filling / 1000).toFixed(1)} s`)
  const late = async (id: string, workOn: string) => {
    await hub.receive([entry(id, { workOn })])
    const taken = await timed(async () => {
      for (const lane of lanes) await chargeLane(hub.charging, lane)
      await settleNextGroup(hub.charging, () => true)
    })
    // What people are told of how full the ceiling is follows in a commit of its own.
    telling.push(await timed(() => hub.settle()))
    return taken
  }
  for (const [name, workOn] of [
    ['first day', '2026-01-01'],
    ['last week', '2026-12-28'],
  ] as const) {
    const times: number[] = []
    for (const at of [0, 1, 2, 3, 4]) times.push(await late(`L-${name}-${at}`, workOn))
    console.log(`a late entry of the ${name}: ${times.map((one) => one.toFixed(0)).join(', ')} ms`)
    console.log(`  telling how full the ceiling is: ${telling.map((one) => one.toFixed(0)).join(', ')} ms`)
    telling.length = 0
  }
  const whole: number[] = []
  for (const _ of [0, 1]) {
    forget(hub.charging, 'ACME')
    await hub.store.transaction((tx) => markGroups(tx, 1, [{ clientId: 'ACME', workIds: null }]))
    whole.push(await timed(() => hub.settle()))
  }
  console.log(`all of it asked again: ${whole.map((one) => (one / 1000).toFixed(1)).join(', ')} s`)
} finally {
  await hub.drop()
}
