/**
 * The conformance kit: the same cases for every connector, against its wire front and against the real system. A case
 * that does not apply is named with the reason. A case with a planted bug must fail on the connector that has the bug.
 */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openConnection } from '../../src/connectors/sdk/connection.ts'
import type { ConnectionContext, Connector } from '../../src/connectors/sdk/connector.ts'
import { openEgress } from '../../src/egress/client.ts'
import { type FaultyEgress, faultyEgress } from './faulty-egress.ts'
import { costCases } from './cost-cases.ts'
import { documentCases } from './document-cases.ts'
import { listingCases } from './listing-cases.ts'
import { masterCases } from './master-cases.ts'
import { sourceCases } from './source-cases.ts'
import { transportCases } from './transport-cases.ts'
import { webhookCases } from './webhook-cases.ts'
import type { StartedWorld, World } from './world.ts'

export type Subject = {
  readonly connector: Connector
  readonly world: StartedWorld
  readonly egress: FaultyEgress
  /** A connection of its own, with a session and limits of its own. */
  readonly connect: () => ConnectionContext
  /** How long the transport has waited, by the subject's own clock. */
  readonly waitedMs: () => number
  /** Unique over all runs against the same system. */
  readonly unique: (name: string) => string
}
export type Case = {
  readonly name: string
  /** Null when it applies, else why not. */
  readonly excuse: (connector: Connector) => string | null
  readonly run: (subject: Subject) => Promise<void>
  /** The connector with a bug that the case must notice. */
  readonly plant?: (connector: Connector) => Connector
}

export const allCases: readonly Case[] = [
  ...transportCases,
  ...masterCases,
  ...sourceCases,
  ...webhookCases,
  ...costCases,
  ...documentCases,
  ...listingCases,
]

export function conformance(connector: Connector, world: World, runId: string): void {
  let started: StartedWorld | null = null
  before(async () => {
    started = await world.start()
  })
  after(async () => {
    await started?.stop()
  })
  for (const each of allCases) {
    const title = `${connector.name} on ${world.name}: ${each.name}`
    const excuse = each.excuse(connector)
    if (excuse !== null) {
      test(title, { skip: `does not apply: ${excuse}` }, () => undefined)
      continue
    }
    test(title, async () => {
      await runCase(each, connector, started!, runId)
    })
    const { plant } = each
    if (plant === undefined) continue
    test(`${title}, and a planted bug is noticed`, async () => {
      const noticed = runCase(each, plant(connector), started!, `${runId}-planted`)
      await assert.rejects(noticed, assert.AssertionError)
    })
  }
}

async function runCase(each: Case, connector: Connector, world: StartedWorld, runId: string): Promise<void> {
  const { subject, close } = openSubject(connector, world, `${runId}:${allCases.indexOf(each)}`)
  try {
    await each.run(subject)
  } finally {
    await subject.egress.release().catch(() => undefined)
    await close()
  }
}

function openSubject(connector: Connector, world: StartedWorld, unique: string) {
  const { host, port, protocol } = new URL(world.baseUrl)
  const allowed = port === '' ? `${host}:${protocol === 'https:' ? 443 : 80}` : host
  const egress = faultyEgress(openEgress({ allow: [allowed] }))
  const startedAt = Date.now()
  let waited = 0
  const connect = () =>
    openConnection({
      connector,
      connectionId: 'conformance',
      installationId: 'conformance',
      environment: 'test',
      baseUrl: world.baseUrl,
      settings: world.settings,
      secrets: world.secrets,
      egress,
      clock: { now: () => new Date(startedAt + waited) },
      wait: async (ms) => {
        waited += ms
      },
      backoffMs: 1,
    })
  const subject: Subject = {
    connector,
    world,
    egress,
    connect,
    waitedMs: () => waited,
    unique: (name) => `${unique}:${name}`,
  }
  return { subject, close: () => egress.close() }
}
