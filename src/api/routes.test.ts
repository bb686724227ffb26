import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestApi } from '../../test/support/api.ts'
import { createTestApi, keysOfAllRoles } from '../../test/support/api.ts'
import { allRoles, permissionsOf } from '../access/roles.ts'
import type { Permission } from '../access/permissions.ts'
import type { Api } from './deps.ts'
import type { RouteEntry } from './guard.ts'
import { keepRouteTable } from './guard.ts'
import Fastify from 'fastify'

let api: TestApi
let keys: Map<string, string>

before(async () => {
  api = await createTestApi()
  keys = await keysOfAllRoles(api)
})
after(() => api.close())

function pathOf(route: RouteEntry): string {
  return route.url.replaceAll(/:\w+/g, '00000000-0000-7000-8000-000000000000').replace('*', 'x')
}

function call(route: RouteEntry, key: string | null) {
  const body = route.method === 'POST' || route.method === 'PUT'
  return api.app.inject({
    method: route.method as 'GET',
    url: pathOf(route),
    headers: key === null ? {} : { authorization: `Bearer ${key}` },
    ...(body ? { payload: {} } : {}),
  })
}

function guarded(): RouteEntry[] {
  return api.routes.filter((route) => route.permission !== 'anybody' && route.method !== 'HEAD')
}

test('a route without a declared permission does not start, nor one that is open for no reason', async () => {
  for (const config of [
    undefined,
    { permission: 'anybody' as const },
    { permission: 'made.up' as Permission },
  ]) {
    const app = Fastify()
    keepRouteTable(app as unknown as Api)
    assert.throws(() => app.get('/x', { ...(config ? { config } : {}) }, async () => 'x'), /permission|open/)
  }
})

test('every role is let through to exactly the routes its permissions name', async () => {
  let cells = 0
  for (const route of guarded()) {
    for (const role of allRoles) {
      const allowed =
        route.permission === 'signed_in' || permissionsOf([role]).has(route.permission as Permission)
      const answer = await call(route, keys.get(role)!)
      const where = `${role} ${route.method} ${route.url}: ${answer.statusCode} ${answer.body}`
      const refused = answer.statusCode === 403 && answer.json().detail.includes('permission')
      assert.equal(refused, !allowed, where)
      assert.ok(answer.statusCode < 500, where)
      cells += 1
    }
  }
  assert.ok(cells >= guarded().length * allRoles.length && cells > 100, `${cells} cells`)
})

test('without credentials, with a wrong key or with a broken header every guarded route answers 401', async () => {
  for (const route of guarded()) {
    for (const key of [null, `hb_${'A'.repeat(43)}`, 'x']) {
      const answer = await call(route, key)
      assert.equal(answer.statusCode, 401, `${route.method} ${route.url}`)
      assert.equal(answer.headers['content-type'], 'application/problem+json; charset=utf-8')
    }
  }
})

test('only these routes are open to anybody', () => {
  const open = api.routes
    .filter((route) => route.permission === 'anybody' && !route.url.startsWith('/api/docs'))
    .filter((route) => route.method !== 'HEAD')
    .map((route) => `${route.method} ${route.url}`)
  const expected = ['GET /healthz', 'GET /openapi.json', 'GET /readyz', 'POST /api/v1/session']
  const webhooks = ['POST /api/v1/webhooks/:connectionId']
  assert.deepEqual(open.filter((route) => !webhooks.includes(route)).sort(), expected.sort())
})

test('the description is OpenAPI 3.1 and names the permission of every route', async () => {
  const document = (await api.app.inject({ url: '/openapi.json' })).json()
  assert.match(document.openapi, /^3\.1\./)
  for (const route of guarded()) {
    const operation = document.paths[route.url.replaceAll(/:(\w+)/g, '{$1}')]?.[route.method.toLowerCase()]
    assert.equal(operation?.['x-permission'], route.permission, `${route.method} ${route.url}`)
    assert.ok(operation.summary && operation.tags?.length > 0, `${route.method} ${route.url} is described`)
  }
})

test('the page to try the API loads nothing from elsewhere', async () => {
  const page = (await api.app.inject({ url: '/api/docs' })).body
  assert.doesNotMatch(page, /(src|href)="(https?:)?\/\//)
})

test('every answer carries a trace, security headers and what is left of the limit', async () => {
  const parent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'
  const headers = { authorization: `Bearer ${keys.get('auditor')}`, traceparent: parent }
  const answer = await api.app.inject({ url: '/api/v1/limits', headers })
  assert.match(String(answer.headers.traceparent), /^00-0af7651916cd43dd8448eb211c80319c-[0-9a-f]{16}-01$/)
  assert.notEqual(answer.headers.traceparent, parent)
  assert.equal(answer.headers['x-content-type-options'], 'nosniff')
  assert.match(String(answer.headers['content-security-policy']), /frame-ancestors 'none'/)
  assert.match(String(answer.headers.ratelimit), /^"calls";r=\d+;t=\d+$/)
  assert.equal(answer.headers['cache-control'], 'no-store')
})
