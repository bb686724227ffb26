import assert from 'node:assert/strict'
import { copyFile, cp, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { clearPartialHeads, type Head, readHeadFile, writeHeadFile } from './head-file.ts'
import { addressOf, homeMark, type Place, readPlace } from './place.ts'
import { judgeStanding, type Look } from './standing.ts'

const server: Place = {
  cluster: '7001',
  databaseOid: '16384',
  databaseName: 'hourbridge',
  tableOid: '16400',
  addresses: ['db.example:5432/hourbridge'],
  ownAddress: '10.0.0.5:5432',
  home: null,
  machine: null,
  declared: null,
}
const embedded: Place = {
  ...server,
  addresses: [],
  ownAddress: '127.0.0.1:1',
  home: 'token/77',
  machine: 'm1',
}

const outside: Head = {
  installationId: 'i',
  epoch: 3,
  position: 100n,
  chain: 'aa',
  wal: 5_000n,
  cluster: '7001',
  at: '2026-10-01T00:00:00Z',
}
const seen = {
  ...{ installationId: 'i', epoch: 3, position: 120n, chain: 'bb', wal: 6_000n, cluster: '7001' },
  chainThere: 'aa',
}
const allowed = { sending: 'allowed', epoch: 3, since: null, why: null } as const

function judged(change: Partial<Look>) {
  const look: Look = { state: allowed, stored: server, actual: server, outside, seen, ...change }
  const { copy, older } = judgeStanding(look)
  return copy !== null ? 'copy' : older !== null ? 'older' : 'as it was'
}

const otherPlaces: [string, Place, Partial<Place>, string][] = [
  ['a restart', server, {}, 'as it was'],
  [
    'a second machine that spells the address otherwise',
    server,
    { addresses: ['10.0.0.5:5432/hourbridge'] },
    'as it was',
  ],
  ['a fail-over behind the same address', server, { ownAddress: '10.0.0.6:5432' }, 'as it was'],
  ['a server that does not tell its cluster any more', server, { cluster: null }, 'as it was'],
  ['a server that tells its cluster now', { ...server, cluster: null }, { cluster: '7001' }, 'as it was'],
  ['another cluster behind the same address', server, { cluster: '7002' }, 'copy'],
  ['a dump restored into another server', server, { cluster: '7002', ownAddress: '10.0.0.9:5432' }, 'copy'],
  ['a dump restored beside it', server, { databaseName: 'copy', databaseOid: '16999' }, 'copy'],
  ['a dump restored in its place', server, { databaseOid: '16999', tableOid: '17000' }, 'older'],
  ['its tables made anew in place', server, { tableOid: '17000' }, 'older'],
  [
    'a physical copy on another host',
    server,
    { addresses: ['test.example:5432/hourbridge'], ownAddress: '10.1.0.5:5432' },
    'copy',
  ],
  ['a restart of the embedded server on another port', embedded, { ownAddress: '127.0.0.1:2' }, 'as it was'],
  ['a new container on the same volume', embedded, { machine: null }, 'as it was'],
  ['a copied home', embedded, { home: 'token/78' }, 'copy'],
  ['a home on another machine', embedded, { machine: 'm2' }, 'copy'],
  ['a move to a server of its own', embedded, { home: null, addresses: ['db:5432/h'] }, 'copy'],
  ['another declared instance', { ...server, declared: 'eu' }, { declared: 'eu-test' }, 'copy'],
  [
    'a declared instance whose address changed',
    { ...server, declared: 'eu' },
    { declared: 'eu', addresses: ['new:5432/hourbridge'], ownAddress: '10.2.0.1:5432' },
    'as it was',
  ],
]

for (const [what, stored, change, expected] of otherPlaces)
  test(`${what} is ${expected}`, () => {
    assert.equal(judged({ stored, actual: { ...stored, ...change } }), expected)
  })

const histories: [string, Partial<Look['seen']>, string][] = [
  ['a log that went on', {}, 'as it was'],
  ['a log that ends before the head outside', { position: 99n, chainThere: null }, 'older'],
  ['a log that was restored and went on beyond it', { position: 300n, chainThere: 'cc' }, 'older'],
  ['a database of an earlier epoch', { epoch: 2 }, 'older'],
  ['a server whose write-ahead log went back', { wal: 4_999n }, 'older'],
  ['another server, whose own log says nothing', { wal: 1n, cluster: '7002' }, 'as it was'],
  ['a database that another machine recovered', { epoch: 4, position: 50n, chainThere: null }, 'as it was'],
  ['another installation in the same home', { installationId: 'j', position: 1n }, 'as it was'],
]

for (const [what, change, expected] of histories)
  test(`${what} is ${expected}`, () => assert.equal(judged({ seen: { ...seen, ...change } }), expected))

test('a copy stays one, whatever is seen later, until a person decides', () => {
  const state = { ...allowed, sending: 'copy' as const }
  assert.deepEqual(judgeStanding({ state, stored: server, actual: server, outside, seen }), {
    copy: null,
    older: null,
    bind: null,
  })
})

test('a copied home is told from its original, a restart is not', async () => {
  const home = await mkdtemp(join(tmpdir(), 'hourbridge-place-'))
  try {
    const random = (bytes: number) => new Uint8Array(bytes).fill(7)
    const first = await homeMark(home, random)
    assert.equal(await homeMark(home, random), first)
    const copied = `${home}-copy`
    await cp(home, copied, { recursive: true, preserveTimestamps: true })
    assert.notEqual(await homeMark(copied, random), first)
    await rm(copied, { recursive: true })
  } finally {
    await rm(home, { recursive: true })
  }
})

test('the head outside is read as it was written, and never half', async () => {
  const home = await mkdtemp(join(tmpdir(), 'hourbridge-head-'))
  try {
    const path = join(home, 'head.json')
    assert.equal(await readHeadFile(path), null)
    await writeHeadFile(path, outside)
    assert.deepEqual(await readHeadFile(path), outside)
    await copyFile(path, `${path}.before`)
    await writeFile(path, '{"installationId":')
    await assert.rejects(readHeadFile(path), /JSON/)
  } finally {
    await rm(home, { recursive: true })
  }
})

test('what a killed writer left is cleared away once nobody can be writing it, and nothing else', async () => {
  const home = await mkdtemp(join(tmpdir(), 'hourbridge-head-'))
  try {
    const path = join(home, 'head.json')
    await writeHeadFile(path, outside)
    const now = new Date()
    const old = new Date(now.getTime() - 7_200_000)
    const names = [
      'head.json.11.partial',
      'head.json.12.partial',
      'head.json.before',
      'other.json.13.partial',
    ]
    for (const name of names) await writeFile(join(home, name), '{')
    for (const name of names.filter((one) => !one.includes('12'))) await utimes(join(home, name), old, old)
    await clearPartialHeads(path, new Date(now.getTime() - 3_600_000))
    const left = ['head.json', 'head.json.12.partial', 'head.json.before', 'other.json.13.partial']
    assert.deepEqual((await readdir(home)).sort(), left)
    await clearPartialHeads(join(home, 'nowhere', 'head.json'), now)
  } finally {
    await rm(home, { recursive: true })
  }
})

test('an address is told without user and password', () => {
  assert.equal(addressOf('postgres://me:secret@DB.example/hourbridge'), 'db.example:5432/hourbridge')
})

test('a server that does not answer says nothing about its place; one that does not tell is believed', async () => {
  const answering = (code: string) =>
    ({
      query: (asked: unknown) =>
        typeof asked === 'string'
          ? Promise.reject(Object.assign(new Error('refused'), { code }))
          : Promise.resolve({ rows: [{ oid: '1', name: 'hourbridge', table_oid: '2', own_address: null }] }),
    }) as never
  const ground = { home: null, machine: null, declared: null, address: 'db:5432/hourbridge' }
  await assert.rejects(readPlace(answering('57P01'), ground), /refused/)
  assert.equal((await readPlace(answering('42501'), ground)).cluster, null)
})
