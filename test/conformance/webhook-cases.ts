import assert from 'node:assert/strict'
import type { Connector } from '../../src/connectors/sdk/connector.ts'
import type { Case, Subject } from './kit.ts'

function noWebhook(connector: Connector): string | null {
  return connector.webhook === undefined ? 'the system sends no webhooks' : null
}

function verify(subject: Subject, change: { raw?: Uint8Array; secret?: string; lateMs?: number } = {}) {
  const { webhook: delivery } = subject.world
  assert.ok(delivery, 'the world has a delivery to show')
  const now = new Date(delivery.signedAt.getTime() + (change.lateMs ?? 0))
  const { verify: check } = subject.connector.webhook!
  return check(delivery.headers, change.raw ?? delivery.raw, change.secret ?? delivery.secret, now)
}

/** The connector whose check of signatures was planted. */
function withVerify(
  connector: Connector,
  change: (result: ReturnType<typeof verify>) => ReturnType<typeof verify>,
) {
  const { webhook } = connector
  return {
    ...connector,
    webhook: { ...webhook!, verify: (...given: Parameters<typeof check>) => change(check(...given)) },
  }
  function check(...given: Parameters<NonNullable<Connector['webhook']>['verify']>) {
    return webhook!.verify(...given)
  }
}

export const webhookCases: readonly Case[] = [
  {
    name: 'a webhook delivered twice carries one name, by which the second is recognised',
    excuse: noWebhook,
    async run(subject) {
      const [first, second] = [verify(subject), verify(subject)]
      assert.ok(first.accepted && second.accepted)
      assert.notEqual(first.deliveryId, '')
      assert.deepEqual(second, first)
      assert.ok(first.records.length + first.deleted.length + first.fetch.length > 0, 'it says nothing')
    },
    plant: (connector) =>
      withVerify(connector, (result) =>
        result.accepted ? { ...result, deliveryId: crypto.randomUUID() } : result,
      ),
  },
  {
    name: 'a webhook with any changed byte, or signed with another secret, is refused',
    excuse: noWebhook,
    async run(subject) {
      const { raw, secret } = subject.world.webhook!
      for (let index = 0; index < raw.length; index++) {
        const changed = Uint8Array.from(raw)
        changed[index]! ^= 1
        const result = verify(subject, { raw: changed })
        assert.ok(!result.accepted, `byte ${index}`)
        assert.equal(result.code, 'BAD_SIGNATURE')
      }
      const other = verify(subject, { secret: `${secret.slice(0, -4)}AAAA` })
      assert.equal(other.accepted, false)
    },
    plant: (connector) => ({
      ...connector,
      webhook: {
        ...connector.webhook!,
        verify: () => ({
          accepted: true,
          deliveryId: 'x',
          stream: 'x',
          records: [],
          deleted: [],
          fetch: ['x'],
        }),
      },
    }),
  },
  {
    name: 'a webhook that was signed long ago is refused as stale',
    excuse: noWebhook,
    async run(subject) {
      const result = verify(subject, { lateMs: 3_600_000 })
      assert.ok(!result.accepted)
      assert.equal(result.code, 'STALE_WEBHOOK')
    },
  },
]
