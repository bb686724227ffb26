import assert from 'node:assert/strict'
import { randomInt } from 'node:crypto'
import { after, before, test } from 'node:test'
import { allRoles } from '../../src/access/roles.ts'
import { defaultApiLimits } from '../../src/api/limits.ts'
import type { TestApi } from '../support/api.ts'
import { createTestApi } from '../support/api.ts'

type Schema = {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly minLength?: number
}
type Parameter = { readonly name: string; readonly in: string; readonly schema: Schema }
type Operation = {
  readonly method: string
  readonly path: string
  readonly parameters: readonly Parameter[]
  readonly body: Schema | null
  readonly statuses: readonly string[]
}

type Described = {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<Record<string, unknown>>
}

const seed = Number(process.env.HOURBRIDGE_TEST_SEED ?? randomInt(2 ** 31))
const rounds = Number(process.env.HOURBRIDGE_TEST_ROUNDS ?? 40)
let state = seed

/** A small generator (mulberry32), so that a seed repeats a run. */
function next(below: number): number {
  state = (state + 0x6d2b79f5) | 0
  let t = Math.imul(state ^ (state >>> 15), 1 | state)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) % below
}

function pick<T>(list: readonly T[]): T {
  return list[next(list.length)]!
}

const uuid = '0197a000-0000-7000-8000-000000000001'
const deep = JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`)
const proto = JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}')
const texts = [
  ...['', ' ', '0', '-1', '1e999', 'NaN', 'null', 'true', '\u0000', 'a\u0000b', '\ud800', '\u202e', 'é', '𝕏'],
  ...[
    "' or 1=1 --",
    '"; drop table works; --',
    '../../etc/passwd',
    '%00',
    '$' + '{7*7}',
    '<script>',
    'x'.repeat(300),
  ],
  ...[
    '2026-02-30',
    '0000-01-01',
    '9999-12-31',
    '99999999999999999999',
    '2026-13',
    'ZZZ',
    uuid,
    'x'.repeat(5000),
  ],
  ...['0001-01-01', '2026-01-01', '1.0000000000000000001', '-0', '00', '01.50', '9'.repeat(15), '٣'],
]
const values = [
  ...texts,
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  2 ** 31,
  true,
  false,
  null,
  [],
  {},
  deep,
  proto,
  [[]],
  [null],
]

/** A value that the schema allows. */
function valid(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return pick(schema.enum)
  if (schema.anyOf !== undefined) return valid(pick(schema.anyOf))
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name) || next(2) === 0)
          .map(([name, each]) => [name, valid(each)]),
      )
    case 'array':
      return Array.from({ length: 1 + next(3) }, () => valid(schema.items ?? {}))
    case 'integer':
    case 'number':
      return (schema.minimum ?? 0) + next(3)
    case 'boolean':
      return next(2) === 0
    case 'null':
      return null
    default:
      return validText(schema)
  }
}

function validText(schema: Schema): string {
  if (schema.format === 'date') return pick(['2026-10-05', '2026-10-06', '2027-01-01'])
  if (schema.format === 'date-time') return '2026-10-05T10:00:00Z'
  if (schema.pattern?.includes('8}(-')) return uuid
  if (schema.pattern === '^[A-Z]{3}$') return pick(['EUR', 'USD', 'ZZZ'])
  if (schema.pattern?.includes('(\\.')) return pick(['1', '7.50', '120.00'])
  if (schema.pattern?.includes('@')) return 'someone@firm.example'
  if (schema.pattern?.startsWith('^https')) return 'https://erp.example'
  if (schema.pattern?.includes('0[1-9]|1[0-2]')) return '2026-10'
  return pick(['1', 'a1', 'Abc', 'abc-def']).padEnd(schema.minLength ?? 0, 'x')
}

/** Somewhere in a value, something else. */
function spoil(value: unknown): unknown {
  if (next(4) === 0) return pick(values)
  if (Array.isArray(value) && value.length > 0) {
    const at = next(value.length)
    return value.map((each, index) => (index === at ? spoil(each) : each))
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    if (entries.length === 0 || next(6) === 0)
      return { ...value, [pick(['extra', '__proto__x', '']) || 'x']: 1 }
    const at = next(entries.length)
    if (next(6) === 0) return Object.fromEntries(entries.filter((_, index) => index !== at))
    return Object.fromEntries(entries.map(([name, each], index) => [name, index === at ? spoil(each) : each]))
  }
  return pick(values)
}

let api: TestApi
let key: string
let operations: Operation[]

before(async () => {
  api = await createTestApi({
    limits: { ...defaultApiLimits, signInsPerMinute: 1_000_000, callsPerMinute: 100_000_000 },
  })
  key = await api.keyOf(...allRoles)
  const document = (await api.app.inject({ url: '/openapi.json' })).json()
  operations = Object.entries<Record<string, Described>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      parameters: operation.parameters ?? [],
      body: operation.requestBody?.content['application/json']?.schema ?? null,
      statuses: Object.keys(operation.responses),
    })),
  )
})
after(() => api.close())

function urlOf(operation: Operation, odd: boolean): string {
  const text = (parameter: Parameter) => {
    const value = odd && next(2) === 0 ? pick(texts) : String(valid(parameter.schema))
    return encodeURIComponent(value.toWellFormed()) || '%20'
  }
  let url = operation.path
  for (const each of operation.parameters) {
    if (each.in === 'path') url = url.replace(`{${each.name}}`, text(each))
  }
  const query = operation.parameters
    .filter((each) => each.in === 'query' && next(2) === 0)
    .map((each) => `${each.name}=${text(each)}`)
  return query.length > 0 ? `${url}?${query.join('&')}` : url
}

const leaks =
  /select |insert into|pg_|postgres|node_modules|\/work\/|\/src\/|at Object\.|at async |SQLSTATE|violates/i

async function attack(operation: Operation, odd: boolean): Promise<number> {
  const body = operation.body === null ? undefined : valid(operation.body)
  const payload = body === undefined ? undefined : JSON.stringify(odd ? spoil(body) : body)
  const answer = await api.app.inject({
    method: operation.method as 'GET',
    url: urlOf(operation, odd),
    headers: {
      authorization: `Bearer ${key}`,
      'idempotency-key': `${seed}-${state}`,
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(payload === undefined ? {} : { payload }),
  })
  const where = `seed ${seed}: ${operation.method} ${operation.path} ${payload?.slice(0, 500)} -> ${answer.statusCode} ${answer.body.slice(0, 500)}`
  assert.ok(answer.statusCode < 500, where)
  if (answer.statusCode >= 400) {
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/, where)
    const problem = answer.json()
    assert.ok(problem.code && problem.remedy && problem.traceId, where)
    assert.doesNotMatch(`${problem.detail} ${problem.title}`, leaks, where)
  } else {
    assert.ok(operation.statuses.includes(String(answer.statusCode)), `undocumented ${where}`)
  }
  return answer.statusCode
}

test('no operation fails, answers an undocumented status or leaks, whatever it is sent', async (t) => {
  const seen = new Map<number, number>()
  for (let round = 0; round < rounds; round += 1) {
    for (const operation of operations) {
      const status = await attack(operation, round % 4 !== 0)
      seen.set(status, (seen.get(status) ?? 0) + 1)
    }
  }
  const told = [...seen].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`)
  t.diagnostic(`seed ${seed}, ${operations.length} operations, ${rounds} rounds; ${told.join(', ')}`)
  assert.ok((seen.get(200) ?? 0) > operations.length, 'some calls come through, or nothing was tested')
  assert.equal(({} as Record<string, unknown>).polluted, undefined)
})

test('broken bytes, deep nesting and huge numbers are answered with a problem', async () => {
  const bodies = [
    ...['{', '[', '"', '{"a":1,}', '\ufeff{}', '1e400', '-', '{"a":\\u0000}', '['.repeat(50_000)],
    Buffer.from([0xff, 0xfe, 0x00]),
    Buffer.from([0xed, 0xa0, 0x80]),
    `{"entries":[${'{},'.repeat(2000)}{}]}`,
  ]
  for (const operation of operations.filter((each) => each.body !== null)) {
    for (const payload of bodies) {
      const answer = await api.app.inject({
        method: operation.method as 'POST',
        url: urlOf(operation, false),
        headers: {
          authorization: `Bearer ${key}`,
          'content-type': 'application/json',
          'idempotency-key': 'bytes',
        },
        payload,
      })
      const where = `${operation.method} ${operation.path} ${String(payload).slice(0, 40)} ${answer.body.slice(0, 300)}`
      assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, where)
    }
  }
})

test('odd paths and headers are answered with a problem', async () => {
  const urls = [
    '/api/v1/%',
    '/api/v1/work/%00',
    '/api/v1/work/..%2f..%2fetc',
    '//',
    '/api/v1/master-data/__proto__',
  ]
  for (const url of [
    ...urls,
    `/api/v1/cases/${'x'.repeat(2000)}`,
    '/api/v1/work?cursor[]=1',
    '/api/v1/work?a=1&a=2',
  ]) {
    const answer = await api.app.inject({
      url,
      headers: { authorization: `Bearer ${key}`, traceparent: '00-zz' },
    })
    assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, `${url} ${answer.statusCode}`)
    assert.match(String(answer.headers['content-type']), /problem\+json/, url)
  }
  for (const name of ['cookie', 'authorization', 'origin', 'sec-fetch-site', 'idempotency-key']) {
    for (const value of [
      '',
      '=',
      'hourbridge.session_token=%00',
      'Bearer ',
      'Bearer a b',
      'x'.repeat(9000),
    ]) {
      const answer = await api.app.inject({
        method: 'POST',
        url: '/api/v1/runs',
        headers: { [name]: value },
        payload: {},
      })
      assert.ok(answer.statusCode < 500, `${name} ${value.slice(0, 30)} ${answer.statusCode}`)
    }
  }
})
