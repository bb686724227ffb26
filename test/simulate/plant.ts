/** A bug put in from outside, where the product is composed: its own code has no switch for it. */
import type { Connector } from '../../src/connectors/sdk/connector.ts'
import type { Hub } from '../../src/runner/hub.ts'
import type { Store } from '../../src/store/pool.ts'
import type { Surroundings } from './program.ts'

export type Plant = {
  readonly what: string
  /** What a witness says of it; anything else found is not this bug. */
  readonly shows: RegExp
  readonly store?: (store: Store, around: Surroundings) => Store
  readonly connector?: (connector: Connector) => Connector
  readonly hub?: (hub: Hub) => void
}
