import { Fault } from '../kernel/errors.ts'
import type { Store } from './pool.ts'
import { statement } from './statement.ts'
import type { Tx } from './transaction.ts'

const environments = ['production', 'test', 'training', 'sandbox'] as const
export type Environment = (typeof environments)[number]

/** Named in every key that is sent out and on every page. */
export type Installation = {
  readonly installationId: string
  readonly environment: Environment
  readonly createdAt: Date
  /** What the ids of its work are made from: its own name, or that of the installation it is a copy of. */
  readonly worksOf: string
}

const insertInstallation = statement(
  'store.insertInstallation',
  `insert into installations (installation_id, environment, created_at) values ($1, $2, $3)
   on conflict (single) do nothing`,
)
const selectInstallation = statement<Installation>(
  'store.selectInstallation',
  `select installation_id as "installationId", environment, created_at as "createdAt",
     coalesce(works_of, installation_id || '/' || environment) as "worksOf" from installations`,
)

/** The installation of this database, null before the first opening. */
export async function readInstallation(tx: Tx): Promise<Installation | null> {
  return (await tx.query(selectInstallation)).rows[0] ?? null
}

/**
 * Makes an empty database this installation's, or checks that it already is. Throws INSTALLATION_MISMATCH
 * when it was opened under another environment before: simulated data never shares a database with a real connection.
 */
export async function openInstallation(
  store: Store,
  wanted: { installationId: string; environment: Environment; now: Date },
): Promise<Installation> {
  const installation = await store.transaction(async (tx) => {
    await tx.query(insertInstallation, [wanted.installationId, wanted.environment, wanted.now])
    return readInstallation(tx)
  })
  if (installation?.environment === wanted.environment) return installation
  const found = installation?.environment ?? 'none'
  throw new Fault('INSTALLATION_MISMATCH', {
    message:
      `This database belongs to an installation of the environment "${found}", and the program was started for ` +
      `"${wanted.environment}". Give it a database of its own, or start with HOURBRIDGE_ENVIRONMENT=${found}.`,
  })
}
