/** The wire of Redmine 5.0: REST with JSON, over the firm's own time entries. */
import { type Entry, readEntry } from '../books/entries.ts'
import { findRecord } from '../books/records.ts'
import { empty, header, type Incoming, json, objectOf, type Reply, type World } from '../wire.ts'
import { performWrite } from '../writes.ts'
import { type Directory, directoryOf, spellIssue, spellProject, spellUser, statusOf } from './directory.ts'
import { activities, customFieldList } from './fields.ts'
import { filteredEntries, inOrder, spellEntry } from './time-list.ts'
import {
  type Account,
  type Body,
  createEntry,
  type Outcome,
  removeEntry,
  updateEntry,
} from './time-writes.ts'

/** An administrator, the hub's reader (also one), and a person without rights. */
export const redmineKeys = {
  admin: 'redmine-admin-key',
  hub: 'redmine-hub-key',
  person: 'redmine-person-key',
} as const

export async function serveRedmine(world: World, incoming: Incoming, path: string): Promise<Reply> {
  const account = accountOf(world, incoming)
  if (account === null) return empty(401, { 'www-authenticate': 'Basic realm="Redmine API"' })
  const [resource = '', name] = path.replace(/\.json$/, '').split('/')
  if (!path.endsWith('.json')) return empty(404)
  const directory = directoryOf(world.books)
  if (resource === 'time_entries') return serveTime(world, directory, account, incoming, name)
  if (incoming.method !== 'GET') return empty(403)
  if (resource === 'users' && name === 'current') return json(200, { user: currentUser(account) })
  if (resource === 'users' && !account.admin) return empty(403)
  if (resource === 'custom_fields')
    return account.admin ? json(200, { custom_fields: customFieldList() }) : empty(403)
  if (resource === 'enumerations' && name === 'time_entry_activities') {
    const list = activities.map((each, index) => ({ ...each, is_default: index === 0, active: true }))
    return json(200, { time_entry_activities: list })
  }
  return serveDirectory(directory, incoming.query, resource, name)
}

function serveDirectory(
  directory: Directory,
  query: URLSearchParams,
  resource: string,
  name?: string,
): Reply {
  const status = query.get('status')
  if (resource === 'users') {
    if (name !== undefined)
      return one(
        'user',
        directory.users.find((each) => String(each.no) === name),
        spellUser,
      )
    return page('users', status === '3' ? [] : directory.users, query, spellUser)
  }
  if (resource === 'projects') {
    const found = directory.projects.find(
      (each) => String(each.no) === name || each.code.toLowerCase() === name,
    )
    if (name !== undefined) return one('project', found, spellProject)
    const wanted = status === null || status === '' ? '1' : status
    const listed =
      wanted === '*'
        ? directory.projects
        : directory.projects.filter((p) => wanted.split('|').includes(String(statusOf(p))))
    return page('projects', listed, query, spellProject)
  }
  if (resource === 'issues') {
    const spell = (task: (typeof directory.issues)[number]) => spellIssue(directory, task)
    if (name !== undefined)
      return one(
        'issue',
        directory.issues.find((each) => String(each.no) === name),
        spell,
      )
    const project = directory.byNo.get(Number(query.get('project_id')))
    const listed = query.has('project_id')
      ? directory.issues.filter((task) => task.body.project === project?.code)
      : directory.issues
    return page('issues', listed, query, spell)
  }
  return empty(404)
}

async function serveTime(
  world: World,
  directory: Directory,
  account: Account,
  incoming: Incoming,
  name: string | undefined,
): Promise<Reply> {
  const { method, query } = incoming
  if (name === undefined && method === 'GET') {
    const rows = inOrder(filteredEntries(world.books, directory, query, account.id), query.get('sort'))
    return page('time_entries', rows, query, (entry) => spellEntry(directory, entry))
  }
  const entry = name === undefined ? null : entryOf(world, name)
  if (name !== undefined && entry === null) return empty(404)
  if (method === 'GET') return json(200, { time_entry: spellEntry(directory, entry!) })
  const body = method === 'DELETE' ? {} : objectOf(incoming.body)
  if (body === null) return empty(400)
  const content = (body.time_entry ?? {}) as Body
  const act = (): Outcome | null => {
    if (method === 'POST' && entry === null) return createEntry(world, directory, account, content)
    if (method === 'PUT' && entry !== null) return updateEntry(world, directory, account, entry, content)
    if (method === 'DELETE' && entry !== null) return removeEntry(world, account, entry)
    return null
  }
  const work = (): Reply => replyTo(act(), method, directory)
  const never = (): Reply => empty(409)
  return performWrite(world, {
    kind: 'entry.write',
    company: null,
    work,
    onLocked: never,
    onDuplicate: never,
  })
}

function replyTo(outcome: Outcome | null, method: string, directory: Directory): Reply {
  if (outcome === null) return empty(404)
  if ('forbidden' in outcome) return empty(403)
  if ('errors' in outcome) return json(422, { errors: outcome.errors })
  return method === 'POST' ? json(201, { time_entry: spellEntry(directory, outcome.done) }) : empty(204)
}

function entryOf(world: World, no: string): Entry | null {
  if (!/^\d{1,12}$/.test(no)) return null
  const row = world.books.get('select * from entry where no = ? and deleted = 0', Number(no))
  return row === null ? null : readEntry(row)
}

function one<T>(name: string, found: T | undefined, spell: (record: T) => unknown): Reply {
  return found === undefined ? empty(404) : json(200, { [name]: spell(found) })
}

/** 25 rows by default, 100 at most, and no word about it; `page` counts from 1. */
function page<T>(
  name: string,
  all: readonly T[],
  query: URLSearchParams,
  spell: (record: T) => unknown,
): Reply {
  const asked = Number.parseInt(query.get('limit') ?? '', 10)
  const limit = asked > 0 ? Math.min(asked, 100) : 25
  const number = Number.parseInt(query.get('page') ?? '', 10)
  const start = Number.parseInt(query.get('offset') ?? '', 10)
  const offset = start > 0 ? start : number > 1 ? (number - 1) * limit : 0
  const rows = all.slice(offset, offset + limit).map(spell)
  return json(200, { [name]: rows, total_count: all.length, offset, limit })
}

function accountOf(world: World, incoming: Incoming): Account | null {
  const basic = /^Basic (.+)$/.exec(header(incoming, 'authorization') ?? '')
  const user = basic === null ? null : Buffer.from(basic[1]!, 'base64').toString().split(':')[0]
  const key = header(incoming, 'x-redmine-api-key') ?? incoming.query.get('key') ?? user
  if (key === redmineKeys.admin) return { id: 1, admin: true, code: null }
  if (key === redmineKeys.hub) return { id: 2, admin: true, code: null }
  if (key !== redmineKeys.person) return null
  return { id: findRecord(world.books, 'person', 'W-001')!.no, admin: false, code: 'W-001' }
}

function currentUser(account: Account): unknown {
  const login = account.id === 1 ? 'admin' : account.id === 2 ? 'hub' : 'person'
  const api_key =
    account.id === 1 ? redmineKeys.admin : account.id === 2 ? redmineKeys.hub : redmineKeys.person
  return {
    id: account.id,
    login,
    admin: account.admin,
    firstname: login,
    lastname: 'Redmine',
    api_key,
    custom_fields: [],
  }
}
