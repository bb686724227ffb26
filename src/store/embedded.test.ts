import assert from 'node:assert/strict'
import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { isAlive, readPidFile } from './embedded/pid-file.ts'
import type { EmbeddedServer } from './embedded.ts'
import { startEmbedded } from './embedded.ts'
import { openStore } from './pool.ts'

const holder = fileURLToPath(new URL('../../test/support/hold-embedded.ts', import.meta.url))
let home: string
let data: string

before(async () => {
  home = await mkdtemp(join(tmpdir(), 'hourbridge-embedded-'))
  data = join(home, 'databases', 'held', 'data')
  // A home closed to others is opened for passing through, and no further.
  await chmod(home, 0o700)
})
after(async () => {
  await (await start()).stop()
  await rm(home, { recursive: true, force: true })
})

function start(): Promise<EmbeddedServer> {
  return startEmbedded({ home, name: 'held', log: () => {} })
}

async function hold(): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [holder, home], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  })
  const [said] = (await once(child.stdout!, 'data')) as [Buffer]
  return { child, port: (JSON.parse(said.toString()) as { port: number }).port }
}

async function add(server: EmbeddedServer): Promise<bigint> {
  const store = await openStore(server.url, { applicationName: 'test' })
  try {
    await store.query('create table if not exists kept (i int)')
    await store.query('insert into kept values (1)')
    const { rows } = await store.query<{ n: bigint }>('select count(*) as n from kept')
    return rows[0]!.n
  } finally {
    await store.close()
  }
}

async function pidOf(): Promise<number> {
  return (await readPidFile(data))!.pid
}

const lookEveryMs = 20
const patienceMs = 10_000

async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await holds())) {
    assert.ok(performance.now() < deadline, 'What was awaited did not happen in time.')
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
}

test('a first start makes a durable database whose owner is not its superuser', async () => {
  const server = await start()
  try {
    assert.equal(await add(server), 1n)
    const store = await openStore(server.url, { applicationName: 'test' })
    const { rows } = await store.query(
      `select current_setting('fsync') as fsync, current_setting('full_page_writes') as pages,
         current_setting('data_checksums') as checksums, current_setting('listen_addresses') as listens,
         current_setting('is_superuser') as super, lower('Ä') as lower`,
    )
    await store.close()
    const expected = {
      fsync: 'on',
      pages: 'on',
      checksums: 'on',
      listens: '127.0.0.1',
      super: 'off',
      lower: 'ä',
    }
    assert.deepEqual(rows, [expected])
    const secret = await stat(join(home, 'databases', 'held', 'credentials.json'))
    assert.equal(secret.mode & 0o777, 0o600)
  } finally {
    await server.stop()
  }
  assert.equal(await readPidFile(data), null)
})

test('a server left by a killed start is taken over with what it holds', async () => {
  const { child, port } = await hold()
  const pid = await pidOf()
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.ok(isAlive(pid), 'the server outlives its starter')
  const server = await start()
  assert.equal(server.port, port)
  assert.equal(server.alone, true)
  assert.equal(await pidOf(), pid)
  assert.equal(await add(server), 2n)
  await server.stop()
  assert.equal(await readPidFile(data), null)
})

test('Ctrl-C reaches the program and not the server, which the program ends in order', async () => {
  const { child } = await hold()
  const pid = await pidOf()
  const group = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]!.split(' ')[2]
  assert.equal(Number(group), pid, 'the server leads a process group of its own')
  process.kill(-child.pid!, 'SIGINT')
  const [code] = await once(child, 'exit')
  assert.equal(code, 0)
  assert.equal(await readPidFile(data), null)
  // The server writes its last line just after it has given its files back.
  await until(async () => {
    const log = await readFile(join(home, 'databases', 'held', 'server.log'), 'utf8')
    return /database system is shut down/.test(log.trim().split('\n').at(-1)!)
  })
})

test('starts at the same time share one server, and the last to stop ends it', async () => {
  const both = await Promise.all([start(), hold()])
  const [server, held] = both
  assert.equal(held.port, server.port)
  await server.stop()
  assert.notEqual(await readPidFile(data), null)
  held.child.kill('SIGINT')
  await once(held.child, 'exit')
  assert.equal(await readPidFile(data), null)
})

test('after the server itself was killed the next start recovers what was committed', async () => {
  const { child } = await hold()
  const server = await start()
  assert.equal(await add(server), 3n)
  process.kill(await pidOf(), 'SIGKILL')
  child.kill('SIGKILL')
  await once(child, 'exit')
  await server.stop()
  const again = await start()
  assert.equal(await add(again), 4n)
  await again.stop()
})
