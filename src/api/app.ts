import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox'
import Fastify, { LogController } from 'fastify'
import type { FastifyBaseLogger } from 'fastify'
import { assert } from '../kernel/errors.ts'
import { answerUnknownPath, shapeAnswers } from './answers.ts'
import { readJson } from './body.ts'
import { serveConsole } from './console-files.ts'
import type { Api, ApiDeps } from './deps.ts'
import { describeApi } from './documentation.ts'
import { experienceRoutes } from './experience/routes.ts'
import type { RouteEntry } from './guard.ts'
import { guardCalls, keepRouteTable } from './guard.ts'
import { healthRoutes } from './health.ts'
import { holdIdempotencyKeys } from './idempotent.ts'
import { processRoutes } from './process/routes.ts'
import { systemRoutes } from './system/routes.ts'
import { compileSerializer, compileValidator } from './validation.ts'

export type BuiltApp = {
  readonly app: Api
  /** Every route with the permission it declares. */
  readonly routes: readonly RouteEntry[]
}

function mismatch(deps: ApiDeps): (message: string) => void {
  return (message) => {
    assert(deps.onAnswerMismatch === 'log', message)
    deps.log?.error({}, message)
  }
}

function readBodies(app: Api): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, bytes: Buffer) => readJson(bytes),
  )
}

/** The HTTP doors, not yet listening: `app.inject` in tests, `app.listen` in the program. */
export async function buildApp(deps: ApiDeps): Promise<BuiltApp> {
  const app = Fastify({
    ...(deps.log === null ? { logger: false } : { loggerInstance: deps.log as FastifyBaseLogger }),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: deps.limits.bodyBytes,
    requestTimeout: deps.limits.requestTimeoutMs,
    routerOptions: { maxParamLength: 2 * deps.limits.pathParameterCharacters },
    frameworkErrors: (_error, request, reply) => answerUnknownPath(deps, request, reply),
  }).withTypeProvider<TypeBoxTypeProvider>() as Api
  app.setValidatorCompiler(compileValidator)
  app.setSerializerCompiler(compileSerializer(mismatch(deps)))
  readBodies(app)
  shapeAnswers(app, deps)
  const routes = keepRouteTable(app)
  guardCalls(app, deps)
  holdIdempotencyKeys(app, deps)
  await describeApi(app, deps)
  healthRoutes(app, deps)
  await app.register(
    async (v1) => {
      const api = v1.withTypeProvider<TypeBoxTypeProvider>() as Api
      await systemRoutes(api, deps)
      processRoutes(api, deps)
      experienceRoutes(api, deps)
    },
    { prefix: '/api/v1' },
  )
  await serveConsole(app, deps)
  await app.ready()
  return { app, routes }
}
