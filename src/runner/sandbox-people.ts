import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Access } from '../access/access.ts'
import { createApiKey } from '../access/api-keys.ts'
import { isRejection } from '../kernel/errors.ts'
import type { Hub } from './hub.ts'

/** Who may sign in to the sandbox, and the key of its command line. It holds no real data. */
export type SandboxPeople = {
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

/** Made at the first start and kept beside the sandbox's books, so that every start can say how to sign in. */
export async function sandboxPeople(hub: Hub, access: Access, directory: string): Promise<SandboxPeople> {
  const path = join(directory, 'people.json')
  const kept = await readFile(path, 'utf8').catch(() => null)
  if (kept !== null) return JSON.parse(kept) as SandboxPeople
  const { store, now, newId, random } = hub.parts
  const password = `try-${Buffer.from(random(9)).toString('base64url')}`
  for (const person of people) await access.createPerson({ ...person, password, by: 'sandbox' })
  const expiresAt = new Date(now().getTime() + keyDays * dayMs)
  const made = await store.transaction((tx) =>
    createApiKey(tx, {
      name: 'command line',
      roles: keyRoles,
      expiresAt,
      createdBy: 'sandbox',
      at: now(),
      newId,
      random,
    }),
  )
  if (isRejection(made)) throw new Error(made.message)
  const known: SandboxPeople = {
    people: people.map(({ email, roles }) => ({ email, roles })),
    password,
    apiKey: made.key,
  }
  await writeFile(path, JSON.stringify(known), { mode: 0o600 })
  return known
}
