import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSession } from './session.ts'

test('callers that arrive during a login share it', async () => {
  const session = openSession()
  const gate = Promise.withResolvers<string>()
  let logins = 0
  const login = () => {
    logins++
    return gate.promise
  }
  const waiting = [session.refresh(login), session.refresh(login), session.refresh(login)]
  gate.resolve('token')
  assert.deepEqual(await Promise.all(waiting), ['token', 'token', 'token'])
  assert.deepEqual([logins, session.token], [1, 'token'])
})

test('a failed login fails for all who wait, and the next one tries again', async () => {
  const session = openSession()
  const failing = async () => {
    throw new Error('no')
  }
  const both = await Promise.allSettled([session.refresh(failing), session.refresh(failing)])
  assert.deepEqual(
    both.map((each) => each.status),
    ['rejected', 'rejected'],
  )
  assert.equal(await session.refresh(async () => 'second'), 'second')
})
