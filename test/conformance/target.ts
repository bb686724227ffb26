import assert from 'node:assert/strict'
import type { Connector } from '../../src/connectors/sdk/connector.ts'
import { ConnectorFault } from '../../src/connectors/sdk/fault.ts'
import type { ErpTarget } from '../../src/connectors/sdk/target.ts'
import type { Subject } from './kit.ts'

export const noTarget = (connector: Connector) =>
  connector.target === undefined ? 'nothing is written to it' : null

export function withTarget(
  connector: Connector,
  change: (target: ErpTarget) => Partial<ErpTarget>,
): Connector {
  return { ...connector, target: { ...connector.target!, ...change(connector.target!) } }
}

export async function faultOf(work: Promise<unknown>): Promise<ConnectorFault> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  assert.ok(error instanceof ConnectorFault, `a connector's fault, not ${String(error)}`)
  return error
}

export const targetOf = (subject: Subject) => subject.connector.target!
export const callsOf = (subject: Subject) => subject.world.target!.calls
