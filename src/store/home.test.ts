import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm, rmdir, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Fault } from '../kernel/errors.ts'
import { chooseHome, openMasterKey } from './home.ts'

let place: string
before(async () => {
  place = await mkdtemp(join(tmpdir(), 'hourbridge-home-'))
})
after(() => rm(place, { recursive: true, force: true }))

const none = { masterKey: null, masterKeyFile: null }

test('the sealing key is made once, closed to others, and found again', async () => {
  const [first, second] = await Promise.all([
    openMasterKey(place, none, randomBytes),
    openMasterKey(place, none, randomBytes),
  ])
  assert.equal(first.length, 32)
  assert.deepEqual(second, first)
  assert.equal((await stat(join(place, 'master.key'))).mode & 0o777, 0o600)
})

test('a sealing key that others can read is refused', async () => {
  await chmod(join(place, 'master.key'), 0o644)
  await assert.rejects(openMasterKey(place, none, randomBytes), /chmod 600/)
})

test('a named key file that is missing is never made anew', async () => {
  const named = { masterKey: null, masterKeyFile: join(place, 'lost.key') }
  await assert.rejects(openMasterKey(place, named, randomBytes), /is not there/)
})

test('a chosen home that cannot be used is refused, a default one is replaced', async () => {
  const home = '/dev/null/nowhere'
  await assert.rejects(chooseHome({ home, homeIsChosen: true }), (error) => error instanceof Fault)
  const replaced = await chooseHome({ home, homeIsChosen: false })
  assert.match(replaced, /^\/var\/tmp\/hourbridge-\d+$/)
  // Goes only where nothing is in it.
  await rmdir(replaced).catch(() => {})
})
