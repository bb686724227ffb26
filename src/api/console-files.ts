import fastifyStatic from '@fastify/static'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { answerUnknownPath } from './answers.ts'
import type { Api, ApiDeps } from './deps.ts'

const openBecause = 'The console shows a sign-in page; what it shows after that asks for permission itself'

/** The console's built files; its own paths are answered with the one page, everything else with a problem. */
export async function serveConsole(app: Api, deps: ApiDeps): Promise<void> {
  const root = deps.consoleDirectory
  const built = root !== null && existsSync(join(root, 'index.html'))
  if (built) {
    await app.register(fastifyStatic, {
      root,
      prefix: '/',
      wildcard: false,
      index: false,
      serve: false,
      maxAge: 0,
    })
    const config = { permission: 'anybody', openBecause } as const
    const assets = join(root, 'assets')
    app.get<{ Params: { '*': string } }>('/assets/*', { config, schema: { hide: true } }, (request, reply) =>
      reply.sendFile(request.params['*'], assets, { maxAge: '365d', immutable: true }),
    )
    app.get('/', { config, schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html', root))
  }
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]!
    const page = request.method === 'GET' && !path.startsWith('/api/') && !/\.\w+$/.test(path)
    if (built && page) return reply.sendFile('index.html', root)
    return answerUnknownPath(deps, request, reply)
  })
}
