import assert from 'node:assert/strict'
import { natsServerProgram } from '../support/nats-server.ts'
import { natsCases } from '../outbound/nats-cases.ts'

const program = natsServerProgram()
assert.ok(program !== null, 'the package nats-server is installed, and its program is not found')
await natsCases(program)
