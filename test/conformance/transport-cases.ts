import assert from 'node:assert/strict'
import type { ConnectionContext, Connector } from '../../src/connectors/sdk/connector.ts'
import { ConnectorFault } from '../../src/connectors/sdk/fault.ts'
import type { Case, Subject } from './kit.ts'

/** The cheapest thing every connector can do with its credentials. */
async function touch(subject: Subject, context: ConnectionContext): Promise<void> {
  const { ok, message } = await subject.connector.test(context)
  assert.equal(ok, true, message)
}

const logins = (subject: Subject) =>
  subject.egress.sent.filter((request) => String(request.body).includes('db.login'))

export const transportCases: readonly Case[] = [
  {
    name: 'a limit is waited out as long as it asks, and the work goes on',
    excuse: () => null,
    async run(subject) {
      const context = subject.connect()
      const answer = { kind: 'answer', status: 429, headers: { 'retry-after': '7' } } as const
      const limited = subject.egress.plan(() => true, answer, 2)
      await touch(subject, context)
      assert.equal(limited.done(), 2)
      assert.ok(subject.waitedMs() >= 14_000, `waited ${subject.waitedMs()} ms of 14000`)
    },
  },
  {
    name: 'a limit longer than anybody waits is handed on with its moment',
    excuse: () => null,
    async run(subject) {
      const context = subject.connect()
      const answer = { kind: 'answer', status: 429, headers: { 'retry-after': '3600' } } as const
      subject.egress.plan(() => true, answer)
      await assert.rejects(touch(subject, context), (error) => {
        assert.ok(error instanceof ConnectorFault)
        assert.deepEqual([error.faultClass, error.effect], ['rate_limited', 'none'])
        assert.ok(typeof error.retry === 'object' && error.retry.afterMs > 3_500_000)
        return true
      })
      assert.equal(subject.egress.sent.length, 1)
    },
  },
  {
    name: 'a lost answer to a read is read again',
    excuse: () => null,
    async run(subject) {
      const lost = subject.egress.plan(() => true, { kind: 'lose_reply' }, 2)
      await touch(subject, subject.connect())
      assert.equal(lost.done(), 2)
    },
  },
  {
    name: 'an ended session is renewed by one login, however many calls run into it',
    excuse: noSession,
    async run(subject) {
      const context = subject.connect()
      await touch(subject, context)
      assert.equal(logins(subject).length, 1)
      context.session.token = Buffer.from(`${subject.world.settings.user}:1:${'0'.repeat(64)}`).toString(
        'base64',
      )
      await Promise.all([1, 2, 3, 4, 5, 6].map(() => touch(subject, context)))
      assert.equal(logins(subject).length, 2)
    },
    plant: (connector) => ({
      ...connector,
      authenticate: async (context) => {
        context.session.token = null
        return connector.authenticate(context)
      },
    }),
  },
  {
    name: 'refused credentials are a matter for a person and tried once',
    excuse: () => null,
    async run(subject) {
      const wrong = Object.fromEntries(Object.keys(subject.world.secrets).map((name) => [name, 'wrong']))
      const context: ConnectionContext = { ...subject.connect(), secrets: wrong }
      const answer = subject.egress.plan(() => true, { kind: 'answer', status: 401 }, 99)
      await assert.rejects(subject.connector.test(context), (error) => {
        assert.ok(error instanceof ConnectorFault)
        assert.deepEqual([error.faultClass, error.effect], ['reauth', 'none'])
        return true
      })
      assert.ok(answer.done() <= 2, `${answer.done()} requests`)
    },
  },
]

function noSession(connector: Connector): string | null {
  const signsIn = connector.settings.some((setting) => setting.secret && setting.name === 'password')
  return signsIn ? null : 'it signs every request with a key that does not end'
}
