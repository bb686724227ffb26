import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Access } from '../access/access.ts'
import { createApiKey } from '../access/api-keys.ts'
import { isRejection } from '../kernel/errors.ts'
import type { Hub } from './hub.ts'

/** Who may sign in to the sandbox, and the key of its command line. It holds no real data. */
type SandboxPeople = {
  readonly people: readonly { readonly email: string; readonly roles: readonly string[] }[]
  readonly password: string
  readonly apiKey: string
}

const people = [
  {
    email: 'finance@sandbox.example',
    name: 'Finance operations',
    roles: ['finance_operations', 'billing_approver'],
  },
  { email: 'projects@sandbox.example', name: 'Project manager', roles: ['project_manager'] },
  {
    email: 'integration@sandbox.example',
    name: 'Integration engineer',
    roles: ['integration_engineer', 'administrator'],
  },
  { email: 'auditor@sandbox.example', name: 'Auditor', roles: ['auditor'] },
] as const
const keyRoles = [
  'finance_operations',
  'billing_approver',
  'project_manager',
  'integration_engineer',
  'system',
]
const keyDays = 1000
const dayMs = 86_400_000

type Kept = { readonly password: string; readonly apiKey: string | null }

async function keep(path: string, kept: Kept): Promise<void> {
  await writeFile(`${path}.partial`, JSON.stringify(kept), { mode: 0o600, flush: true })
  await rename(`${path}.partial`, path)
}

/**
 * Made at the first start and kept beside the sandbox's books, so that every start can say how to sign in. The
 * password is kept before anybody has it: a start that is killed in between is finished by the next one.
 */
export async function sandboxPeople(hub: Hub, access: Access, directory: string): Promise<SandboxPeople> {
  const path = join(directory, 'people.json')
  const text = await readFile(path, 'utf8').catch(() => null)
  const { random } = hub.parts
  const kept: Kept =
    text === null
      ? { password: `try-${Buffer.from(random(9)).toString('base64url')}`, apiKey: null }
      : (JSON.parse(text) as Kept)
  const known = people.map(({ email, roles }) => ({ email, roles }))
  if (kept.apiKey !== null) return { people: known, password: kept.password, apiKey: kept.apiKey }
  await keep(path, kept)
  for (const person of people)
    await access.createPerson({ ...person, password: kept.password, by: 'sandbox' })
  const apiKey = await makeKey(hub)
  await keep(path, { ...kept, apiKey })
  return { people: known, password: kept.password, apiKey }
}

async function makeKey(hub: Hub): Promise<string> {
  const { store, now, newId, random } = hub.parts
  const expiresAt = new Date(now().getTime() + keyDays * dayMs)
  const wanted = { name: 'command line', roles: keyRoles, expiresAt, createdBy: 'sandbox' }
  const made = await store.transaction((tx) => createApiKey(tx, { ...wanted, at: now(), newId, random }))
  if (isRejection(made)) throw new Error(made.message)
  return made.key
}
