import { lastRecovery } from '../../posting/recovery/books.ts'
import { readSendingState } from '../../store/sending.ts'
import { Type } from 'typebox'
import type { Api, ApiDeps } from '../deps.ts'
import { instant, nullable, object, oneOf, text } from '../wire.ts'

const status = object({
  installationId: text,
  environment: text,
  version: text,
  sending: oneOf(['allowed', 'recovery', 'copy']),
  epoch: Type.Integer(),
  since: nullable(instant),
  why: nullable(text),
  stage: nullable(text),
  waitsFor: Type.Array(text),
  /** Of this installation, made on the machine that answers. */
  lastBackupAt: nullable(instant),
})

/** Whether the installation sends, and why not: on every page and for whoever watches from outside. */
export function statusRoutes(app: Api, deps: ApiDeps): void {
  app.get(
    '/status',
    {
      config: { permission: 'signed_in' },
      schema: {
        tags: ['operation'],
        summary: 'Whether the installation may send, since when, and what it waits for',
        response: { 200: status },
      },
    },
    async () => {
      const lastBackupAt = await deps.lastBackupAt()
      return deps.store.transaction(async (tx) => {
        const { sending, epoch, since, why } = await readSendingState(tx)
        const recovery = sending === 'recovery' ? await lastRecovery(tx, deps.cell) : null
        return {
          installationId: deps.installation.installationId,
          environment: deps.installation.environment,
          version: deps.version,
          sending,
          epoch,
          since: since?.toISOString() ?? null,
          why: sending === 'allowed' ? null : why,
          stage: recovery?.state ?? null,
          waitsFor: [...(recovery?.waitsFor ?? [])],
          lastBackupAt,
        }
      })
    },
  )
}
