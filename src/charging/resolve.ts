import type { Masters } from '../masterdata/masters.ts'
import type { Client, Contract, Project, Task, Worker } from '../model/master-records.ts'

/** One record found for an id of work, on the work date. */
export type Found<T> = { readonly id: string; readonly body: T }
export type Resolved = {
  readonly worker: Found<Worker> | null
  readonly project: Found<Project> | null
  readonly task: Found<Task> | null
  readonly client: Found<Client> | null
  readonly contracts: readonly Found<Contract>[]
  readonly legalEntity: string | null
}

type Ids = {
  readonly workerId: string | null
  readonly projectId: string | null
  readonly taskId: string | null
  readonly workOn: string
}

/** What the firm's master data says about the work on its date. A contract names the projects it covers. */
export function resolveWork(masters: Masters, ids: Ids): Resolved {
  const worker = find(masters, 'worker', ids.workerId, ids.workOn)
  const project = find(masters, 'project', ids.projectId, ids.workOn)
  const task = find(masters, 'task', ids.taskId, ids.workOn)
  const contracts = project ? contractsOf(masters, project.id, ids.workOn) : []
  const clientId = contracts[0]?.body.client ?? project?.body.client ?? null
  return {
    worker,
    project,
    task,
    client: find(masters, 'client', clientId, ids.workOn),
    contracts,
    legalEntity: project?.body.legalEntity ?? worker?.body.legalEntity ?? null,
  }
}

function find<K extends 'worker' | 'project' | 'task' | 'client'>(
  masters: Masters,
  kind: K,
  id: string | null,
  on: string,
) {
  if (id === null) return null
  const body = masters.at(kind, id, on)
  return body === null ? null : { id, body }
}

function contractsOf(masters: Masters, projectId: string, on: string): Found<Contract>[] {
  const byProject = masters.derive('contracts by project', ['contract'], (all) => {
    const map = new Map<string, Set<string>>()
    for (const id of all.ids('contract'))
      for (const stretch of all.stretches('contract', id))
        for (const project of stretch.body.projects) map.set(project, (map.get(project) ?? new Set()).add(id))
    return map
  })
  const found: Found<Contract>[] = []
  for (const id of byProject.get(projectId) ?? []) {
    const body = masters.at('contract', id, on)
    if (body?.projects.includes(projectId)) found.push({ id, body })
  }
  return found
}

/** `open`, `closed`, or `unknown` when nobody has said anything about a period of this entity on that day. */
export function periodState(
  masters: Masters,
  legalEntity: string,
  on: string,
): 'open' | 'closed' | 'unknown' {
  const byEntity = masters.derive('periods by entity', ['period'], (all) => {
    const map = new Map<string, { from: string; until: string; status: 'open' | 'closed' }[]>()
    for (const id of all.ids('period')) {
      const latest = all.stretches('period', id).at(-1)?.body
      if (latest) map.set(latest.legalEntity, [...(map.get(latest.legalEntity) ?? []), latest])
    }
    return map
  })
  return byEntity.get(legalEntity)?.find((one) => one.from <= on && on < one.until)?.status ?? 'unknown'
}
