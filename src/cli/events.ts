import type { Command } from 'commander'
import type { CommandContext, RemoteOptions } from './context.ts'
import { apiOf, CommandFailure, exitCodes, printJson, printTable } from './context.ts'
import { remote } from './remote.ts'

type Subscription = {
  readonly subscriptionId: string
  readonly name: string
  readonly kind: string
  readonly url: string
  readonly state: string
  readonly reason: string | null
  readonly cursor: { readonly number: string }
  readonly failures: number
}
type Event = { readonly time: string; readonly type: string; readonly subject: string; readonly id: string }
type Feed = { readonly items: readonly Event[]; readonly next: string }

const followEveryMs = 1000

function row(one: Subscription): string[] {
  const state = one.failures > 0 ? `${one.state}, ${one.failures} failures` : one.state
  return [
    one.subscriptionId,
    one.name,
    one.kind,
    one.url,
    state,
    `told to ${one.cursor.number}`,
    one.reason ?? '',
  ]
}

function subscriptionsCommand(events: Command, context: CommandContext): void {
  remote(events.command('subscriptions'))
    .description('who is told of events, how far, and what stops it')
    .action(async (options: RemoteOptions) => {
      const found = await apiOf(context, options).get<{ items: Subscription[] }>('/event-subscriptions')
      if (options.json) return printJson(context, found)
      printTable(context, found.items.map(row))
      if (found.items.length === 0) context.terminal.out('Nobody is told of events.')
    })
}

type SubscribeOptions = RemoteOptions & {
  readonly name?: string
  readonly types?: string
  readonly after?: string
  readonly prefix?: string
  readonly stream?: string
  readonly createStream?: boolean
}

function subscribeCommand(events: Command, context: CommandContext): void {
  remote(events.command('subscribe'))
    .argument('<address>', 'https://… of a webhook, nats://… or tls://… of a server with JetStream')
    .description('tell a receiver of events; prints the signing secret of a webhook, once')
    .option('--name <name>', 'how people know it')
    .option('--types <types>', 'only these, separated by commas')
    .option('--after <number>', 'begin behind this change instead of now')
    .option('--prefix <subject>', 'NATS: what subjects begin with')
    .option('--stream <name>', 'NATS: the stream')
    .option('--create-stream', 'NATS: create the stream where none of this name exists')
    .action(async (address: string, options: SubscribeOptions) => {
      const nats = /^(nats|tls):/.test(address)
      const made = await apiOf(context, options).post<{ subscription: Subscription; secret: string | null }>(
        '/event-subscriptions',
        {
          name: options.name ?? address.slice(0, 200),
          kind: nats ? 'nats' : 'webhook',
          url: address,
          ...(options.types === undefined ? {} : { types: options.types.split(',') }),
          ...(options.after === undefined ? {} : { after: options.after }),
          ...(options.prefix === undefined ? {} : { subjectPrefix: options.prefix }),
          ...(options.stream === undefined ? {} : { stream: options.stream }),
          ...(options.createStream ? { createsStream: true } : {}),
        },
      )
      if (options.json) return printJson(context, made)
      printTable(context, [row(made.subscription)])
      if (made.secret !== null) context.terminal.out(`Signing secret, shown only now: ${made.secret}`)
    })
}

type ReplayOptions = RemoteOptions & {
  readonly from?: string
  readonly until?: string
  readonly types?: string
  readonly subject?: string
}

/** A number of a change, or a moment. */
function bound(name: 'from' | 'until', given: string | undefined): Record<string, string> {
  if (given === undefined) return {}
  if (/^\d+$/.test(given)) return { [name]: given }
  if (!Number.isNaN(Date.parse(given))) return { [`${name}At`]: new Date(given).toISOString() }
  throw new CommandFailure(`--${name} is the number of a change or a moment in ISO 8601.`, exitCodes.misused)
}

function replayCommand(events: Command, context: CommandContext): void {
  remote(events.command('replay'))
    .argument('<subscription>', 'id of the subscription')
    .description('deliver a range again; receivers see the same ids')
    .option('--from <bound>', 'number of the first change, or a moment')
    .option('--until <bound>', 'number of the last change, or the moment before which it ends')
    .option('--types <types>', 'only these, separated by commas')
    .option('--subject <subject>', 'only this subject, as in time-entry/<id>')
    .action(async (subscription: string, options: ReplayOptions) => {
      const path = `/event-subscriptions/${encodeURIComponent(subscription)}/replays`
      const asked = await apiOf(context, options).post<{ replayId: string; from: string; until: string }>(
        path,
        {
          ...bound('from', options.from),
          ...bound('until', options.until),
          ...(options.types === undefined ? {} : { types: options.types.split(',') }),
          ...(options.subject === undefined ? {} : { subject: options.subject }),
        },
      )
      if (options.json) return printJson(context, asked)
      context.terminal.out(`Replay ${asked.replayId}: changes ${asked.from} to ${asked.until}`)
    })
}

type TailOptions = RemoteOptions & {
  readonly after?: string
  readonly type?: string
  readonly subject?: string
  readonly follow?: boolean
}

function tailCommand(events: Command, context: CommandContext): void {
  remote(events.command('tail'))
    .description('print events as they are told; with --json one CloudEvent a line')
    .option('--after <cursor>', 'go on behind this cursor, as printed at the end')
    .option('--type <type>', 'only this type')
    .option('--subject <subject>', 'only this subject')
    .option('--follow', 'wait for more, until stopped')
    .action(async (options: TailOptions) => {
      const api = apiOf(context, options)
      const { type, subject } = options
      let after = options.after
      for (;;) {
        const feed: Feed = await api.get('/events', { after, type, subject, limit: '200' })
        for (const event of feed.items) {
          const line = `${event.time}  ${event.type}  ${event.subject}`
          context.terminal.out(options.json ? JSON.stringify(event) : line)
        }
        const ended = feed.next === after
        after = feed.next
        if (!ended) continue
        if (!options.follow) break
        await context.wait(followEveryMs)
      }
      context.terminal.err(`Go on with --after ${after}`)
    })
}

export function eventsCommand(program: Command, context: CommandContext): void {
  const events = program
    .command('events')
    .description('tell other systems of changes, and look at what they are told')
  subscriptionsCommand(events, context)
  subscribeCommand(events, context)
  replayCommand(events, context)
  tailCommand(events, context)
}
