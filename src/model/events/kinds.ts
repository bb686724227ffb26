/** Every event that leaves the installation: the one table that types, schemas and reference are made from. */
import { documentKinds } from './documents.ts'
import { masterKinds } from './masters.ts'
import { operationKinds } from './operations.ts'
import type { EventKind } from './parts.ts'
import { workKinds } from './work.ts'

const eventKinds = { ...workKinds, ...documentKinds, ...masterKinds, ...operationKinds } as const
export type EventKindName = keyof typeof eventKinds

export const eventKindNames = Object.keys(eventKinds) as EventKindName[]

export function eventKind(name: EventKindName): EventKind {
  return eventKinds[name]
}

/** The CloudEvents type: `com.hourbridge.time-entry.approved.v1`. */
export function eventType(name: EventKindName): string {
  return `com.hourbridge.${name}.v${eventKinds[name].version}`
}

const byType = new Map(eventKindNames.map((name) => [eventType(name), name]))

export function kindOfType(type: string): EventKindName | null {
  return byType.get(type) ?? null
}
