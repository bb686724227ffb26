import { allPermissions } from './permissions.ts'
import type { Permission } from './permissions.ts'

type RoleDefinition = { readonly title: string; readonly permissions: readonly Permission[] }

const seeing = [
  'work.read',
  'document.read',
  'case.read',
  'limits.read',
  'recovery.read',
  'replay.read',
] as const

/**
 * The roles of an installation. Duties are kept apart: who manages access or connections does not release
 * documents, who writes work or master data does not bill it, and starting a run is not releasing it.
 */
export const roles = {
  administrator: {
    title: 'Manages people, keys, roles and connections',
    permissions: [
      ...seeing,
      'master.read',
      'connection.read',
      'connection.manage',
      'posting.pause',
      'event.read',
      'event.manage',
      'log.read',
      'verify.run',
      'access.manage',
      'installation.adopt',
    ],
  },
  finance_operations: {
    title:
      'Starts runs, prepares pre-bills, proposes rates, contracts and write-offs, works on the cases of finance',
    permissions: [
      ...seeing,
      'master.read',
      'master.propose',
      'master.approve',
      'connection.read',
      'payload.read',
      'posting.pause',
      'run.start',
      'bill_adjustment.propose',
      'bill_adjustment.decide',
      'recovery.decide',
      'case.correct',
      'case.resume',
      'case.assign',
      'case.answer',
      'log.read',
      'verify.run',
    ],
  },
  billing_approver: {
    title: 'Releases documents, decides on adjustments and on proposed rates and contracts',
    permissions: [
      ...seeing,
      'master.read',
      'master.approve',
      'document.release',
      'adjustment.decide',
      'bill_adjustment.decide',
      'log.read',
      'verify.run',
    ],
  },
  project_manager: {
    title: 'Follows the work of projects, cures its cases, proposes to write it up, down or off',
    permissions: [
      'work.read',
      'work.approve',
      'payload.read',
      'document.read',
      'case.read',
      'limits.read',
      'master.read',
      'bill_adjustment.propose',
      'case.correct',
      'case.resume',
      'case.assign',
      'case.answer',
    ],
  },
  account_lead: {
    title: 'Follows what clients are billed',
    permissions: ['work.read', 'document.read', 'case.read', 'master.read', 'master.propose'],
  },
  integration_engineer: {
    title: 'Connects systems and cures the cases of integration',
    permissions: [
      ...seeing,
      'master.read',
      'master.write',
      'master.propose',
      'payload.read',
      'connection.read',
      'connection.manage',
      'posting.pause',
      'event.read',
      'event.manage',
      'case.correct',
      'case.resume',
      'case.assign',
      'case.answer',
      'replay.run',
      'log.read',
      'verify.run',
    ],
  },
  auditor: {
    title: 'Sees everything and changes nothing',
    permissions: [
      ...seeing,
      'payload.read',
      'master.read',
      'connection.read',
      'event.read',
      'log.read',
      'verify.run',
    ],
  },
  system: {
    title: 'A source system that sends work and master data by API key',
    permissions: ['work.read', 'work.write', 'master.read', 'master.write', 'case.read'],
  },
  event_receiver: {
    title: 'A system that fetches events by API key',
    permissions: ['event.read'],
  },
} as const satisfies Record<string, RoleDefinition>

type Role = keyof typeof roles

export const allRoles = Object.keys(roles) as Role[]

export function isRole(text: string): text is Role {
  return Object.hasOwn(roles, text)
}

/** What the roles allow together. A role this version does not know allows nothing. */
export function permissionsOf(held: readonly string[]): ReadonlySet<Permission> {
  const allowed = new Set<Permission>()
  for (const role of held) {
    if (isRole(role)) for (const permission of roles[role].permissions) allowed.add(permission)
  }
  return allowed
}

/** Permissions that no role grants could never be used; the test of the roles wants none. */
export function unusedPermissions(): Permission[] {
  const used = permissionsOf(allRoles)
  return allPermissions.filter((permission) => !used.has(permission))
}
