import { plain } from '../connectors/plain/connector.ts'
import { redmine } from '../connectors/redmine/connector.ts'
import type { Connector } from '../connectors/sdk/connector.ts'
import { tryton } from '../connectors/tryton/connector.ts'

/** Every connector of this program, by name. */
export const connectors: ReadonlyMap<string, Connector> = new Map(
  [plain, redmine, tryton].map((one) => [one.name, one]),
)
