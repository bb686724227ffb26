import { reject } from '../kernel/errors.ts'
import type { Rejection } from '../kernel/errors.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import type { Principal } from './principal.ts'
import { isRole, permissionsOf } from './roles.ts'

export type Person = {
  readonly principalId: string
  readonly name: string
  readonly email: string
  readonly roles: readonly string[]
  readonly passwordChangeDue: boolean
  readonly disabledAt: Date | null
  readonly createdAt: Date
}

const columns = `p.id as "principalId", p.name, p.email, p.password_change_due as "passwordChangeDue",
  p.disabled_at as "disabledAt", p.created_at as "createdAt",
  coalesce((select array_agg(r.role order by r.role) from principal_roles r where r.principal_id = p.id), '{}')
    as roles`
const selectPerson = statement<Person>(
  'access.selectPerson',
  `select ${columns} from principals p where p.id = $1`,
)
const selectPeople = statement<Person>(
  'access.selectPeople',
  `select ${columns} from principals p order by p.email limit 1000`,
)
const countAdministrators = statement<{ found: number }>(
  'access.countAdministrators',
  `select count(*)::int as found from principal_roles where role = 'administrator'`,
)
const deleteHalfMadeCredentials = statement(
  'access.deleteHalfMadeCredentials',
  `delete from credentials c using principals p where c.principal_id = p.id and p.email = $1
     and not exists (select 1 from principal_roles r where r.principal_id = p.id)`,
)
const deleteHalfMade = statement(
  'access.deleteHalfMade',
  `delete from principals p where p.email = $1
     and not exists (select 1 from principal_roles r where r.principal_id = p.id)`,
)
const deleteRoles = statement('access.deleteRoles', 'delete from principal_roles where principal_id = $1')
const insertRoles = statement(
  'access.insertRoles',
  `insert into principal_roles (principal_id, role, granted_by, granted_at)
   select $1, role, $3, $4 from unnest($2::text[]) role on conflict do nothing`,
)
const lockAdministrators = statement<{ principalId: string }>(
  'access.lockAdministrators',
  `select p.id as "principalId" from principals p join principal_roles r on r.principal_id = p.id
   where r.role = 'administrator' and p.disabled_at is null order by p.id for update of p`,
)
const markPasswordDue = statement(
  'access.markPasswordDue',
  'update principals set password_change_due = $2, updated_at = $3 where id = $1',
)
const disable = statement(
  'access.disablePerson',
  'update principals set disabled_at = $2, updated_at = $2 where id = $1 and disabled_at is null',
)
const endSessions = statement('access.endSessions', 'delete from sign_in_sessions where principal_id = $1')

export async function readPerson(tx: Tx, principalId: string): Promise<Person | null> {
  return (await tx.query(selectPerson, [principalId])).rows[0] ?? null
}

export async function listPeople(tx: Tx): Promise<Person[]> {
  return (await tx.query(selectPeople)).rows
}

export async function hasAdministrator(tx: Tx): Promise<boolean> {
  return (await tx.query(countAdministrators)).rows[0]!.found > 0
}

/** A first start that died between making the first person and giving the role leaves somebody who can do nothing. */
export async function removeHalfMade(tx: Tx, email: string): Promise<void> {
  await tx.query(deleteHalfMadeCredentials, [email.toLowerCase()])
  await tx.query(deleteHalfMade, [email.toLowerCase()])
}

export async function setPasswordDue(tx: Tx, principalId: string, due: boolean, at: Date): Promise<void> {
  await tx.query(markPasswordDue, [principalId, due, at])
}

type Change = { readonly by: string; readonly at: Date }

async function isLastAdministrator(tx: Tx, principalId: string): Promise<boolean> {
  const { rows } = await tx.query(lockAdministrators)
  return rows.length === 1 && rows[0]!.principalId === principalId
}

const lastAdministrator =
  'This is the last administrator; nobody could manage access afterwards. Give the role to somebody else first.'

/** Replaces a person's roles. Refuses unknown roles, one's own, and to leave the installation without an administrator. */
export async function setRoles(
  tx: Tx,
  principalId: string,
  wanted: readonly string[],
  change: Change,
): Promise<Person | Rejection> {
  const unknown = wanted.find((role) => !isRole(role))
  if (unknown !== undefined) {
    return reject('SCHEMA_VIOLATION', `There is no role "${unknown}".`, { field: '/roles' })
  }
  if (change.by === `person:${principalId}`) {
    return reject('FORBIDDEN', 'Nobody changes their own roles. Ask another administrator.')
  }
  if ((await readPerson(tx, principalId)) === null) return reject('NOT_FOUND', 'There is no such person.')
  if (!wanted.includes('administrator') && (await isLastAdministrator(tx, principalId))) {
    return reject('CONFLICT', lastAdministrator)
  }
  await tx.query(deleteRoles, [principalId])
  await tx.query(insertRoles, [principalId, [...wanted], change.by, change.at])
  return (await readPerson(tx, principalId))!
}

/** Ends every session and refuses every further one. The person stays readable, because decisions name them. */
export async function disablePerson(
  tx: Tx,
  principalId: string,
  change: Change,
): Promise<Person | Rejection> {
  if ((await readPerson(tx, principalId)) === null) return reject('NOT_FOUND', 'There is no such person.')
  if (await isLastAdministrator(tx, principalId)) return reject('CONFLICT', lastAdministrator)
  await tx.query(disable, [principalId, change.at])
  await tx.query(endSessions, [principalId])
  return (await readPerson(tx, principalId))!
}

export function principalOf(person: Person): Principal {
  return {
    kind: 'person',
    id: person.principalId,
    name: person.name,
    email: person.email,
    reference: `person:${person.principalId}`,
    roles: person.roles,
    permissions: permissionsOf(person.roles),
    passwordChangeDue: person.passwordChangeDue,
  }
}
