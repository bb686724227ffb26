/** Users, projects and issues as Redmine spells them. */
import type { Books } from '../books/open.ts'
import { type FirmRecord, recordsOf } from '../books/records.ts'
import { projectValues, userValues } from './fields.ts'

export const openStatus = 1
export const closedStatus = 5

/** By the codes of the firm and by Redmine's numbers. */
export type Directory = {
  readonly users: readonly FirmRecord[]
  readonly projects: readonly FirmRecord[]
  readonly issues: readonly FirmRecord[]
  readonly byCode: ReadonlyMap<string, FirmRecord>
  readonly byNo: ReadonlyMap<number, FirmRecord>
}

export function directoryOf(books: Books): Directory {
  const users = recordsOf(books, 'person')
  const projects = recordsOf(books, 'project')
  const issues = recordsOf(books, 'task')
  const all = [...users, ...projects, ...issues]
  return {
    users,
    projects,
    issues,
    byCode: new Map(all.map((record) => [record.code, record])),
    byNo: new Map(all.map((record) => [record.no, record])),
  }
}

export function second(moment: string): string {
  return `${moment.slice(0, 19)}Z`
}

export function spellUser(person: FirmRecord): Record<string, unknown> {
  const [firstname, ...rest] = String(person.body.name).split(' ')
  return {
    id: person.no,
    login: loginOf(person),
    admin: false,
    firstname,
    lastname: rest.join(' '),
    mail: person.body.email ?? `${loginOf(person)}@example.com`,
    created_on: second(person.createdAt),
    updated_on: second(person.updatedAt),
    last_login_on: null,
    passwd_changed_on: second(person.createdAt),
    twofa_scheme: null,
    custom_fields: userValues(person),
  }
}

export function loginOf(person: FirmRecord): string {
  return String(person.body.name).toLowerCase().replaceAll(' ', '.')
}

export function statusOf(project: FirmRecord): number {
  return project.body.status === 'closed' ? closedStatus : openStatus
}

export function spellProject(project: FirmRecord): Record<string, unknown> {
  return {
    id: project.no,
    name: project.body.name,
    identifier: project.code.toLowerCase(),
    description: '',
    status: statusOf(project),
    is_public: false,
    inherit_members: false,
    custom_fields: projectValues(project),
    created_on: second(project.createdAt),
    updated_on: second(project.createdAt),
  }
}

export function spellIssue(directory: Directory, task: FirmRecord): Record<string, unknown> {
  const project = directory.byCode.get(String(task.body.project))
  return {
    id: task.no,
    project: project === undefined ? null : { id: project.no, name: project.body.name },
    tracker: { id: 1, name: 'Task' },
    status:
      task.body.status === 'closed'
        ? { id: 5, name: 'Closed', is_closed: true }
        : { id: 1, name: 'New', is_closed: false },
    priority: { id: 2, name: 'Normal' },
    subject: task.body.name,
    created_on: second(task.createdAt),
    updated_on: second(task.createdAt),
  }
}
