import { test } from 'node:test'
import { natsServerProgram } from '../support/nats-server.ts'
import { natsCases } from './nats-cases.ts'

const program = natsServerProgram()
if (program === null)
  test('NATS', { skip: 'there is no nats-server here; npm run live installs it' }, () => {})
else await natsCases(program)
