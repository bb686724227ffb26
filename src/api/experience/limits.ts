import { Type } from 'typebox'
import type { Api, ApiDeps } from '../deps.ts'
import type { ApiLimits } from '../limits.ts'
import { apiLimits } from '../limits.ts'
import { object, text } from '../wire.ts'

export function limitRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/limits',
    {
      config: { permission: 'limits.read' },
      schema: {
        tags: ['operation'],
        summary: 'What is refused beyond',
        response: {
          200: object({ items: Type.Array(object({ name: text, value: Type.Integer(), meaning: text })) }),
        },
      },
    },
    async () => ({
      items: Object.entries(apiLimits).map(([name, limit]) => ({
        name,
        value: deps.limits[name as keyof ApiLimits],
        meaning: limit.meaning,
      })),
    }),
  )
}
