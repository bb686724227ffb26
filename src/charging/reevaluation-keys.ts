/** Under which coarse keys the work stands that a record of master data may price or stop, and how it is found. */
import type { Masters } from '../masterdata/masters.ts'
import type { MasterRecord } from '../masterdata/reads.ts'
import type { Rate } from '../model/master-records.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

/** Before the first id. */
const none = '00000000-0000-0000-0000-000000000000'

const byWorker = statement<{ work_id: string }>(
  'charging.works_of_worker',
  'select work_id from works where cell = $1 and worker_id = $2 and work_id > $3 order by work_id limit $4',
)
const byProjects = statement<{ work_id: string }>(
  'charging.works_of_projects',
  'select work_id from works where cell = $1 and project_id = any($2::text[]) and work_id > $3 order by work_id limit $4',
)
const everything = statement<{ work_id: string }>(
  'charging.works_all',
  'select work_id from works where cell = $1 and work_id > $2 order by work_id limit $3',
)
const heldOnes = statement<{ work_id: string }>(
  'charging.works_held',
  'select work_id from works where cell = $1 and held and work_id > $2 order by work_id limit $3',
)
const unresolvedOnes = statement<{ work_id: string }>(
  'charging.works_unresolved',
  `select work_id from works where cell = $1 and work_id > $2
     and ((worker_id is null and worker_ref is not null) or (project_id is null and project_ref is not null))
   order by work_id limit $3`,
)

/** The coarse keys of work that a record may price or stop. */
export function keysOf(masters: Masters, kind: string, recordId: string): string[] {
  // Work that is not approved is never held, and has no worker or project yet by which it could be found.
  if (kind.startsWith('reference/')) return ['held', 'unresolved']
  if (kind === 'worker') return [`worker:${recordId}`, 'held']
  if (kind === 'project') return [`project:${recordId}`, 'held']
  if (kind === 'task') return masters.stretches('task', recordId).map((one) => `project:${one.body.project}`)
  if (kind === 'contract') return [`contract:${recordId}`, 'held']
  if (kind === 'client') return [`client:${recordId}`, 'held']
  if (kind === 'rate') return masters.stretches('rate', recordId).map((one) => rateKey(one.body))
  if (kind === 'period') return ['held']
  return kind === 'legal_entity' ? ['all'] : []
}

/** Work that a record priced or stopped before it changed, and that nothing it says now leads to. */
export function lostKeysOf(masters: Masters, was: MasterRecord): string[] {
  if (was.kind === 'rate') return [rateKey(was.body)]
  if (was.kind === 'task') return [`project:${was.body.project}`]
  if (was.kind !== 'contract') return []
  const covered = new Set(masters.stretches('contract', was.recordId).flatMap((one) => one.body.projects))
  return was.body.projects.filter((project) => !covered.has(project)).map((project) => `project:${project}`)
}

function rateKey(body: Rate): string {
  if (body.projectId) return `project:${body.projectId}`
  if (body.contractId) return `contract:${body.contractId}`
  if (body.workerId) return `worker:${body.workerId}`
  // A role or firm rate may price anybody.
  return body.clientId ? `client:${body.clientId}` : 'all'
}

/** The next works under a key, in the order of their ids; as many as `page` allows. */
export async function worksUnder(
  tx: Tx,
  cell: number,
  masters: Masters,
  key: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<string[]> {
  const after = page.after ?? none
  const { limit } = page
  const id = key.slice(key.indexOf(':') + 1)
  const projects = () => {
    if (key.startsWith('project:')) return [id]
    if (key.startsWith('contract:'))
      return [...new Set(masters.stretches('contract', id).flatMap((one) => one.body.projects))]
    return masters.ids('project').filter((project) => clientsOf(masters, project).has(id))
  }
  if (key.startsWith('work:')) return after < id ? [id] : []
  if (key === 'all') return (await tx.query(everything, [cell, after, limit])).rows.map((row) => row.work_id)
  if (key === 'held') return (await tx.query(heldOnes, [cell, after, limit])).rows.map((row) => row.work_id)
  if (key === 'unresolved')
    return (await tx.query(unresolvedOnes, [cell, after, limit])).rows.map((row) => row.work_id)
  if (key.startsWith('worker:'))
    return (await tx.query(byWorker, [cell, id, after, limit])).rows.map((row) => row.work_id)
  return (await tx.query(byProjects, [cell, projects(), after, limit])).rows.map((row) => row.work_id)
}

function clientsOf(masters: Masters, project: string): Set<string | null> {
  const clients = new Set<string | null>(masters.stretches('project', project).map((one) => one.body.client))
  for (const id of masters.ids('contract'))
    for (const one of masters.stretches('contract', id))
      if (one.body.projects.includes(project)) clients.add(one.body.client)
  return clients
}
