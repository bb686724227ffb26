/** Does the events of one lane one by one, and says before each which it is: node witness-process.ts, started by a runner. */
import { connectors } from './connectors.ts'
import { runWitnessed } from './witnessed.ts'

await runWitnessed(connectors)
