/** The process for suspected events, with the mapping that ends it at some of them. */
import { makeMortal } from './mortal-mapping.ts'
import { connectors } from '../../src/runner/connectors.ts'
import { runWitnessed } from '../../src/runner/witnessed.ts'

makeMortal(process.env.HOURBRIDGE_HOME!)
await runWitnessed(connectors)
