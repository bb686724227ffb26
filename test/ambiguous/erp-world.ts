/** An ERP in which every write is tried with every fault: a sandbox front or the real system. */
import type { Connector } from '../../src/connectors/sdk/connector.ts'
import type { StartedWorld } from '../conformance/world.ts'

/** What really stands in the ERP, read past the connector. */
export type Witness = {
  /** Cost records whose description carries the installation. */
  readonly costs: (installationId: string) => Promise<readonly { key: string; hours: number }[]>
  readonly documents: (reference: string) => Promise<readonly WitnessedDocument[]>
}
export type WitnessedDocument = {
  readonly id: string
  readonly state: 'draft' | 'issued' | 'cancelled'
  readonly net: number
}

export type ErpWorld = {
  readonly name: string
  readonly variant: string
  readonly level: 'simulated' | 'live'
  readonly connector: Connector
  readonly at: StartedWorld
  readonly witness: Witness
  /** What the ERP's own people do; null where they cannot be asked to. */
  readonly act: ((name: string, body: Record<string, unknown>) => unknown) | null
  /** Whether such a request changes anything; all others are looks. */
  readonly isWrite: (label: string) => boolean
  readonly toldBefore: (label: string, sent: Buffer) => { status: number; body: unknown }
  /** Half of a bulk; null where a request carries one record or is one transaction. */
  readonly half: (label: string) => ((sent: Buffer) => Buffer) | null
  /** The caller's deadline, in real time. */
  readonly timeoutMs: number
}

/** "POST /erp/documents/12/post" and the same of 13 are one kind of request. */
export function kindOfRequest(label: string): string {
  return label.replaceAll(/\/\d+(?=\/|$)/g, '/:id')
}

export function matchOf(kind: string): RegExp {
  const escaped = kind.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('/:id', '/\\d+')
  return new RegExp(`^${escaped}$`)
}
