import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findLayerFaults } from './layers.ts'

function check(path: string, text: string): string[] {
  return findLayerFaults([{ path, text }])
}

const caught: readonly [path: string, text: string, why: RegExp][] = [
  ['src/log/append.ts', `import { x } from '../billing/run.ts'`, /may not import src\/billing/],
  ['src/log/append.ts', `import type { X } from '../billing/run.ts'`, /may not import/],
  ['src/log/append.ts', `export { x } from '../billing/run.ts'`, /may not import/],
  ['src/log/append.ts', `const x = await import('../billing/run.ts')`, /may not import/],
  ['src/log/append.ts', `import {\n  x,\n} from '../billing/run.ts'`, /may not import/],
  ['src/kernel/money.ts', `import { x } from '../config.ts'`, /may not import/],
  ['src/rating/rate.ts', `import { x } from '../store/pool.ts'`, /may not import/],
  ['src/connectors/tryton/a.ts', `import { x } from '../redmine/b.ts'`, /may not import/],
  ['src/connectors/tryton/a.ts', `import { x } from '../../store/pool.ts'`, /may not import/],
  ['src/api/server.ts', `import { x } from '../../sandbox/books.ts'`, /may not import sandbox/],
  ['src/api/server.ts', `import { x } from '../../test/support/a.ts'`, /may not import test/],
  ['src/odds/a.ts', '', /not in the order/],
  ['console/src/a.ts', `import { x } from '../../src/kernel/money.ts'`, /console knows/],
  ['src/billing/a.ts', 'const x = process.env.HOME', /process\.env/],
  ['src/billing/a.ts', `import { request } from 'undici'`, /go through src\/egress/],
  ['src/outbound/a.ts', `import { connect } from '@nats-io/transport-node'`, /go through src\/egress/],
  ['src/connectors/tryton/a.ts', `await fetch('http://x')`, /go through src\/egress/],
  ['src/rating/rate.ts', 'const now = Date.now()', /come in as parameters/],
  ['src/contracts/cap.ts', `import { readFile } from 'node:fs/promises'`, /is pure/],
]

for (const [path, text, why] of caught) {
  test(`caught: ${text.replaceAll('\n', ' ') || 'a folder without a place'} in ${path}`, () => {
    assert.match(check(path, text).join('\n'), why)
  })
}

const fine: readonly [path: string, text: string][] = [
  ['src/billing/run.ts', `import { x } from '../log/append.ts'`],
  ['src/billing/run.ts', `import { x } from './reads.ts'`],
  ['src/connectors/tryton/a.ts', `import { x } from '../sdk/target.ts'`],
  ['src/connectors/all.ts', `import { x } from './tryton/index.ts'`],
  ['src/store/a.test.ts', `import { x } from '../../test/support/database.ts'`],
  ['src/main.ts', `import { x } from './cli/start.ts'`],
  ['src/cli/sandbox.ts', `import { x } from '../../sandbox/start.ts'`],
  ['src/posting/a.ts', 'const x = connector.fetch(y)'],
]

for (const [path, text] of fine) {
  test(`left alone: ${text} in ${path}`, () => {
    assert.deepEqual(check(path, text), [])
  })
}
