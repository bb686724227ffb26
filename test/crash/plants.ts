/** Bugs that the rig must catch, planted from outside: the product's own code has no switch for them. */
import type { Connector } from '../../src/connectors/sdk/connector.ts'
import type { CostOutcome, ErpTarget } from '../../src/connectors/sdk/target.ts'
import type { Opened } from '../../src/runner/installation.ts'
import { pause } from './caller.ts'
import type { Fault } from './faults.ts'
import {
  cursorFirst,
  forgetsClaims,
  hasty,
  inTwoCommits,
  swallowsLostCommits,
  withoutFlush,
} from './planted-store.ts'

export type Plant = {
  readonly role: 'api' | 'runner' | 'both'
  readonly what: string
  /** The only fault that is let loose, so that it is seen to bring the bug to light. */
  readonly fault: Fault
  /** What a witness says of it; anything else found is not this bug. */
  readonly shows: RegExp
  readonly opened?: (opened: Opened) => void
  readonly connector?: (connector: Connector) => Connector
  /** Ends at SIGTERM without waiting for what is under way. */
  readonly stopsAtOnce?: boolean
  /** How long a runner is suspended, where a bug needs longer than a lease. Milliseconds. */
  readonly freezeMs?: number
}

/** Long enough that a blow falls into it now and then. */
const gapMs = 1_000
/** Documents are few: their queue is so slow that most suspensions find one in it. */
const queueMs = 2_500
const lostInLog = /^(log: .* stands \d+ times of|work: .* is not there)/

function withTarget(connector: Connector, changed: (target: ErpTarget) => Partial<ErpTarget>): Connector {
  const target = connector.target!
  return { ...connector, target: { ...target, ...changed(target) } }
}

/** A created draft is known to the ERP for a while before the runner hears of it. */
function hearsLate(connector: Connector): Connector {
  return withTarget(connector, (target) => ({
    createDraft: async (context, draft) => {
      const found = await target.createDraft(context, draft)
      await pause(gapMs)
      return found
    },
  }))
}

/** Writes wait in a queue of the connector after the runner's last look at its lease. */
function sendsLate(connector: Connector): Connector {
  return withTarget(connector, (target) => ({
    createDraft: async (context, draft) => {
      await pause(queueMs)
      return target.createDraft(context, draft)
    },
  }))
}

let attempt = 0

function keyPerAttempt(connector: Connector): Connector {
  return withTarget(connector, (target) => ({
    writeCosts: async (context, records) => {
      attempt += 1
      const mark = `#${process.pid}.${attempt}`
      const sent = records.map((record) => ({ ...record, key: record.key + mark }))
      const answers = await target.writeCosts(context, sent)
      return answers.map((one): CostOutcome => ({ ...one, key: one.key.slice(0, -mark.length) }))
    },
  }))
}

function hastyReceiver({ hub }: Opened): void {
  Object.assign(hub, { receiver: { ...hub.receiver, store: hasty(hub.receiver.store) } })
}

export const plants: Readonly<Record<string, Plant>> = {
  'acknowledge-before-commit': {
    role: 'api',
    what: 'a 2xx is sent before the commit',
    fault: 'kill',
    shows: lostInLog,
    opened: hastyReceiver,
  },
  'commit-split-in-two': {
    role: 'api',
    what: 'the source record is committed before its event',
    fault: 'kill',
    shows: lostInLog,
    opened: ({ hub }) =>
      Object.assign(hub, { receiver: { ...hub.receiver, store: inTwoCommits(hub.receiver.store) } }),
  },
  'cursor-before-effects': {
    role: 'runner',
    what: "a lane's cursor moves in a transaction of its own, before the effects",
    fault: 'kill',
    shows: /^(work: .* is not there|work: .* said w|firm: entry .* is no work)/,
    opened: ({ hub }) =>
      Object.assign(hub, { charging: { ...hub.charging, store: cursorFirst(hub.charging.store) } }),
  },
  'cost-key-per-attempt': {
    role: 'runner',
    what: 'every attempt to write cost has a key of its own',
    fault: 'kill',
    shows: /^ERP: (no cost of|\d+ records too many)/,
    connector: keyPerAttempt,
  },
  'retry-without-locating': {
    role: 'runner',
    what: 'an unanswered write is sent again without looking for it',
    fault: 'kill',
    shows: /^ERP: the document .* stands \d+ times/,
    connector: (connector) =>
      withTarget(connector, () => ({ locateCosts: async () => [], locateDocuments: async () => [] })),
  },
  'claim-forgotten': {
    role: 'runner',
    what: 'who takes over a lane takes what the dead runner had sent for never sent',
    fault: 'kill',
    shows: /^ERP: the document .* stands \d+ times/,
    opened: ({ store }) => Object.assign(store, forgetsClaims(store)),
    connector: hearsLate,
  },
  'stop-without-waiting': {
    role: 'api',
    what: 'an orderly stop does not wait for what was answered',
    fault: 'stop',
    shows: lostInLog,
    opened: hastyReceiver,
    stopsAtOnce: true,
  },
  'send-after-lease': {
    role: 'runner',
    what: 'a write is sent without another look at the clock, by a runner that slept through its lease',
    fault: 'freeze',
    shows: /^ERP: the document .* stands \d+ times/,
    connector: sendsLate,
    freezeMs: 4_000,
  },
  'commit-without-flush': {
    role: 'both',
    what: 'commits are answered before they are flushed (synchronous_commit off)',
    fault: 'postgres',
    shows: lostInLog,
    opened: ({ store }) => Object.assign(store, withoutFlush(store)),
  },
  'lost-commit-ignored': {
    role: 'api',
    what: 'a commit whose connection broke is taken for done',
    fault: 'connections',
    shows: lostInLog,
    opened: ({ hub }) =>
      Object.assign(hub, { receiver: { ...hub.receiver, store: swallowsLostCommits(hub.receiver.store) } }),
  },
}
