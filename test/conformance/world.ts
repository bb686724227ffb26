/** A place in which a connector is tried: a wire front of the sandbox, or the real system. */
import type { PullWindow } from '../../src/connectors/sdk/connector.ts'
import type { TargetReference } from '../../src/connectors/sdk/target.ts'
import type { EgressRequest } from '../../src/egress/client.ts'
import type { Day } from '../../src/kernel/dates.ts'

/** What people do at the source behind the product's back. */
export type SourceWorld = {
  readonly stream: string
  /** Holds more entries than one page, and no entry that a case itself adds elsewhere. */
  readonly window: PullWindow
  readonly add: (on: Day, hours: string, comments: string, approved: boolean) => Promise<string>
  readonly edit: (
    id: string,
    change: { readonly hours?: string; readonly comments?: string },
  ) => Promise<void>
  readonly approve: (id: string, approved: boolean) => Promise<void>
  readonly remove: (id: string) => Promise<void>
}

/** Master data of the target that the cases write against, and what an accountant does there. */
export type TargetWorld = {
  readonly company: TargetReference
  readonly currency: string
  readonly client: TargetReference
  readonly inactiveClient: TargetReference
  readonly worker: TargetReference
  readonly project: TargetReference
  /** With its rate in percent. */
  readonly tax: { readonly code: string; readonly percent: bigint }
  readonly openOn: Day
  /** In a period that an accountant may close and reopen, later than every number that was given. */
  readonly closableOn: Day
  /** In no period at all. */
  readonly noPeriodOn: Day
  readonly closePeriod: (on: Day) => Promise<void>
  readonly reopenPeriod: (on: Day) => Promise<void>
  readonly editDraft: (externalId: string, unitPrice: string) => Promise<void>
  readonly cancelDraft: (externalId: string) => Promise<void>
  /** Which requests do what, so that exactly those can be harmed. */
  readonly calls: {
    readonly createDraft: Matches
    readonly postDocument: Matches
    readonly writeCosts: Matches
    /** A write that changes a cost that is there; the same as `writeCosts` where the ERP does not tell them apart. */
    readonly overwriteCost: Matches
  }
}
export type Matches = (request: EgressRequest) => boolean

/** A delivery as the system sends it, signed with the secret. */
export type WebhookWorld = {
  readonly secret: string
  readonly signedAt: Date
  readonly headers: Readonly<Record<string, string>>
  readonly raw: Uint8Array
}

export type StartedWorld = {
  readonly baseUrl: string
  readonly settings: Readonly<Record<string, string>>
  readonly secrets: Readonly<Record<string, string>>
  readonly source?: SourceWorld
  readonly target?: TargetWorld
  readonly webhook?: WebhookWorld
  readonly stop: () => Promise<void>
}
export type World = { readonly name: string; readonly start: () => Promise<StartedWorld> }
