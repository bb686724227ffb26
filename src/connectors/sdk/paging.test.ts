import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ConnectorFault } from './fault.ts'
import { sweepPages } from './paging.ts'

/** A list that changes after its n-th reading. */
function changing(size: number, changes: Readonly<Record<number, (rows: number[]) => void>>) {
  const rows = Array.from({ length: size }, (_, index) => index)
  let readings = 0
  const read = async (offset: number, limit: number) => {
    const page = { rows: rows.slice(offset, offset + limit), total: rows.length }
    changes[++readings]?.(rows)
    return page
  }
  return { rows, read, readings: () => readings }
}
type Read = ReturnType<typeof changing>['read']

async function swept(read: Read): Promise<Set<number>> {
  const seen = new Set<number>()
  const plan = { read, idOf: String, pageSize: 10, overlap: 2, mostRounds: 4 }
  for await (const page of sweepPages(plan)) for (const row of page) seen.add(row)
  return seen
}
async function naive(read: Read): Promise<Set<number>> {
  const seen = new Set<number>()
  for (let offset = 0; ; offset += 10) {
    const page = await read(offset, 10)
    for (const row of page.rows) seen.add(row)
    if (offset + 10 >= page.total) return seen
  }
}

const removeFirst = (rows: number[]) => void rows.shift()
const removeFirstAddLast = (rows: number[]) => {
  rows.shift()
  rows.push(1000)
}

test('no row that stays is missed, whichever reading a row vanishes or is exchanged after', async () => {
  for (const size of [0, 1, 9, 10, 11, 18, 25, 60]) {
    for (let moment = 1; moment <= 8; moment++) {
      for (const change of [removeFirst, removeFirstAddLast]) {
        const source = changing(size, { [moment]: change })
        const seen = await swept(source.read)
        const readings = source.readings()
        for (const row of source.rows) {
          // What came after the last reading could not be seen.
          if (row === 1000 && moment >= readings) continue
          assert.ok(seen.has(row), `row ${row} of ${size}, changed after reading ${moment}`)
        }
      }
    }
  }
})

test('the planted reader, which trusts the offset, misses a row in the same list', async () => {
  const source = changing(25, { 1: removeFirst })
  const seen = await naive(source.read)
  assert.deepEqual(
    source.rows.filter((row) => !seen.has(row)),
    [10],
  )
})

test('a list at rest is read once', async () => {
  const source = changing(26, {})
  assert.equal((await swept(source.read)).size, 26)
  assert.equal(source.readings(), 3)
})

test('a list that never rests is given up, so that nothing is taken for deleted', async () => {
  const always = Object.fromEntries(Array.from({ length: 99 }, (_, index) => [index, removeFirstAddLast]))
  await assert.rejects(swept(changing(40, always).read), (error) => {
    assert.ok(error instanceof ConnectorFault)
    assert.deepEqual([error.faultClass, error.effect], ['retryable', 'none'])
    return true
  })
})
