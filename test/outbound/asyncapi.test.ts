import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import type { Ajv as AjvClass } from 'ajv'
import { eventKindNames, eventType } from '../../src/model/events/kinds.ts'
import { asyncApi } from '../generate/asyncapi.ts'

const require = createRequire(import.meta.url)
const { Ajv } = require('ajv') as { Ajv: typeof AjvClass }
const addFormats = require('ajv-formats') as (ajv: AjvClass) => AjvClass

function validator() {
  const schema = JSON.parse(JSON.stringify(require('@asyncapi/specs/schemas/3.0.0.json')))
  // The makers' schema brings the draft-07 schema along.
  const ajv = addFormats(new Ajv({ meta: false, validateSchema: false, strict: false }))
  return ajv.compile(schema)
}
const validate = validator()

test('the description is AsyncAPI 3.0.0 by the schema of its makers', () => {
  const valid = validate(JSON.parse(JSON.stringify(asyncApi('1.2.3'))))
  assert.ok(valid, JSON.stringify(validate.errors?.slice(0, 5)))
})

test('planted bug: the same schema finds an operation that goes nowhere', () => {
  const broken = JSON.parse(JSON.stringify(asyncApi('1.2.3')))
  broken.operations['send.webhook'].action = 'shout'
  assert.equal(validate(broken), false)
})

test('every type of event is described, with a schema that compiles, and every reference leads somewhere', async () => {
  const text = await readFile(new URL('../../docs/reference/asyncapi.json', import.meta.url), 'utf8')
  const document = JSON.parse(text)
  const names = Object.values<{ name: string }>(document.components.messages).map((one) => one.name)
  assert.deepEqual(names.sort(), eventKindNames.map(eventType).sort())
  for (const message of Object.values<{ payload: object }>(document.components.messages))
    addFormats(new Ajv({ strict: false })).compile(message.payload)
  for (const [, path] of text.matchAll(/"\$ref": "#\/([^"]+)"/g)) {
    const keys = path!.split('/')
    const found = keys.reduce<Record<string, never> | undefined>((at, key) => at?.[key], document)
    assert.notEqual(found, undefined, String(path))
  }
})
