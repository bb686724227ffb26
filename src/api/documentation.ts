import { isDeepStrictEqual } from 'node:util'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import { Type } from 'typebox'
import { assert } from '../kernel/errors.ts'
import type { Api, ApiDeps } from './deps.ts'
import { problem } from './wire.ts'

const description = `Money is \`{"amount": "1200.00", "currency": "EUR"}\`, decimals are text, instants are ISO 8601,
positions are text. Unknown fields are refused. Every error is an RFC 9457 problem with a code and a remedy.`

function keyHeader(required: boolean) {
  const key = {
    type: 'string',
    minLength: 1,
    maxLength: 200,
    description: 'The same when the call is repeated',
  }
  return {
    type: 'object',
    properties: { 'Idempotency-Key': key },
    required: required ? ['Idempotency-Key'] : [],
  }
}

type Operation = { responses?: Record<string, unknown> }
type Described = { paths?: object | undefined; components?: object | undefined }

/** Every operation may answer a problem; it is described once. */
function withProblems(document: Described): Described {
  for (const methods of Object.values(document.paths ?? {})) {
    for (const operation of Object.values(methods as Record<string, Operation>)) {
      operation.responses = { ...operation.responses, default: { $ref: '#/components/responses/Problem' } }
    }
  }
  const content = { 'application/problem+json': { schema: problem } }
  const Problem = { description: 'What is wrong, with a code and a remedy (RFC 9457)', content }
  return { ...document, components: { ...document.components, responses: { Problem } } }
}

/** A schema with a title stands once among the components, however often it is said. */
function withNamedSchemas(document: Described): Described {
  const schemas: Record<string, unknown> = {}
  const hoisted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(hoisted)
    if (typeof value !== 'object' || value === null) return value
    const told = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, hoisted(each)]))
    const { title } = told
    if (typeof title !== 'string' || told.type !== 'object') return told
    const known = schemas[title]
    assert(known === undefined || isDeepStrictEqual(known, told), `Two schemas are called ${title}`)
    schemas[title] = told
    return { $ref: `#/components/schemas/${title}` }
  }
  const paths = hoisted(document.paths) as object
  return { ...document, paths, components: { ...document.components, schemas } }
}

/** OpenAPI 3.1 of exactly the routes that run, and a page to try them; both without a call to anywhere else. */
export async function describeApi(app: Api, deps: ApiDeps): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Hourbridge', version: deps.version, description, license: { name: 'Apache-2.0' } },
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, hb_...' },
          session: { type: 'apiKey', in: 'cookie', name: 'hourbridge.session_token' },
        },
      },
      security: [{ apiKey: [] }, { session: [] }],
    },
    transform: ({ schema, url, route }) => {
      const permission = route.config?.permission ?? 'anybody'
      const open = permission === 'anybody'
      const idempotency = route.config?.idempotency
      const described = {
        ...schema,
        ...(idempotency === undefined ? {} : { headers: keyHeader(idempotency === 'required') }),
        ...(open ? { security: [] } : {}),
        'x-permission': permission,
      }
      return { schema: described as typeof schema, url }
    },
    transformObject: (document) =>
      withNamedSchemas(withProblems('openapiObject' in document ? document.openapiObject : {})) as object,
  })
  await app.register(swaggerUi, {
    routePrefix: '/api/docs',
    staticCSP: false,
    uiConfig: { deepLinking: true, tryItOutEnabled: true },
  })
  app.get(
    '/openapi.json',
    {
      config: { permission: 'anybody', openBecause: 'The description of the API is public' },
      schema: { hide: true, response: { 200: Type.Unknown() } },
    },
    async () => app.swagger(),
  )
}
