import type { Command } from 'commander'
import { readFile } from 'node:fs/promises'
import type { Api } from './client.ts'
import type { CommandContext, RemoteOptions } from './context.ts'
import { apiOf, CommandFailure, exitCodes, printJson, printTable } from './context.ts'
import { remote } from './remote.ts'

type Lane = {
  readonly stream: string
  readonly company: string | null
  readonly state: string
  readonly lastError: string | null
  readonly nextProbeAt: string | null
  readonly waiting: {
    readonly count: number
    readonly hours: string | null
    readonly money: readonly { readonly amount: string; readonly currency: string }[]
    readonly oldestAt: string | null
  }
  readonly paused: { readonly by: string; readonly reason: string } | null
  readonly window: { readonly open: boolean; readonly opensAt: string | null }
}
type Figures = {
  readonly perSecond: number | null
  readonly perMinute: number | null
  readonly perDay: number | null
  readonly concurrency: number | null
}
type Connection = {
  readonly connectionId: string
  readonly name: string
  readonly enabled: boolean
  readonly lanes: readonly Lane[]
  readonly limits: { readonly now: Figures; readonly use: { readonly callsToday: number } } | null
}

function whyOf(lane: Lane): string {
  if (lane.paused !== null) return `${lane.paused.by}: ${lane.paused.reason}`
  if (lane.state === 'sending') return ''
  if (!lane.window.open) return `opens ${lane.window.opensAt ?? 'at no known time'}`
  const probe = lane.nextProbeAt === null ? '' : `, next probe ${lane.nextProbeAt}`
  return `${lane.lastError ?? ''}${probe}`
}

function print(context: CommandContext, connections: readonly Connection[]): void {
  const rows = connections.flatMap(({ connectionId, lanes }) =>
    lanes.map((lane) => [
      connectionId,
      lane.company === null ? lane.stream : `${lane.stream} ${lane.company}`,
      lane.state,
      `${lane.waiting.count} waiting`,
      lane.waiting.hours === null || lane.waiting.count === 0 ? '' : `${lane.waiting.hours} h`,
      lane.waiting.money.map((each) => `${each.amount} ${each.currency}`).join(', '),
      whyOf(lane),
    ]),
  )
  printTable(context, rows)
  for (const { connectionId, limits } of connections) {
    if (limits === null) continue
    const { perSecond, perMinute, perDay, concurrency } = limits.now
    const parts = [
      perSecond === null ? null : `${perSecond} a second`,
      perMinute === null ? null : `${perMinute} a minute`,
      perDay === null ? null : `${perDay} a day`,
      `${concurrency} at once`,
    ].filter((each) => each !== null)
    context.terminal.out(`${connectionId}: ${parts.join(', ')}; ${limits.use.callsToday} calls today`)
  }
}

type LimitOptions = RemoteOptions & {
  readonly perSecond?: string
  readonly perMinute?: string
  readonly perDay?: string
  readonly concurrency?: string
  readonly reason: string
}

function wholeOf(name: string, text: string | undefined): number | null {
  if (text === undefined) return null
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new CommandFailure(`--${name} is a whole number above zero.`, exitCodes.misused)
}

async function change(
  context: CommandContext,
  options: RemoteOptions,
  act: (api: Api) => Promise<unknown>,
  said: string,
): Promise<void> {
  const answer = await act(apiOf(context, options))
  if (options.json) printJson(context, answer)
  else context.terminal.out(said)
}

export function connectionCommand(program: Command, context: CommandContext): void {
  const connection = program
    .command('connection')
    .description('how connections stand, and what is ordered for their posting')
  remote(connection.command('show', { isDefault: true }))
    .argument('[id]', 'only this connection')
    .description('lanes, what waits behind them, limits and their use')
    .action(async (id: string | undefined, options: RemoteOptions) => {
      const api = apiOf(context, options)
      const found =
        id === undefined
          ? (await api.get<{ items: Connection[] }>('/connections')).items
          : [await api.get<Connection>(`/connections/${encodeURIComponent(id)}`)]
      if (options.json) printJson(context, { connections: found })
      else print(context, found)
    })
  for (const [name, told] of [
    ['pause', 'stands still'],
    ['resume', 'goes on'],
  ] as const)
    remote(connection.command(name))
      .argument('<id>', 'id of the connection')
      .description(`${name} what is posted to it`)
      .requiredOption('--reason <text>', 'why; it stands in the log')
      .option('--stream <stream>', 'only cost or documents')
      .action(async (id: string, options: RemoteOptions & { reason: string; stream?: string }) => {
        const body = { stream: options.stream ?? null, reason: options.reason }
        const path = `/connections/${encodeURIComponent(id)}/${name}`
        await change(context, options, (api) => api.post(path, body), `Posting to ${id} ${told}.`)
      })
  limitsCommand(connection, context)
  scheduleCommand(connection, context)
}

function limitsCommand(connection: Command, context: CommandContext): void {
  remote(connection.command('limits'))
    .argument('<id>', 'id of the connection')
    .description('set limits in place of the declared ones; what is not named keeps the declared one')
    .requiredOption('--reason <text>', 'why; it stands in the log')
    .option('--per-second <calls>')
    .option('--per-minute <calls>')
    .option('--per-day <calls>')
    .option('--concurrency <calls>', 'calls at once')
    .action(async (id: string, options: LimitOptions) => {
      const body = {
        perSecond: wholeOf('per-second', options.perSecond),
        perMinute: wholeOf('per-minute', options.perMinute),
        perDay: wholeOf('per-day', options.perDay),
        concurrency: wholeOf('concurrency', options.concurrency),
        reason: options.reason,
      }
      const path = `/connections/${encodeURIComponent(id)}/limits`
      await change(context, options, (api) => api.put(path, body), `The limits of ${id} are set.`)
    })
}

function scheduleCommand(connection: Command, context: CommandContext): void {
  remote(connection.command('schedule'))
    .argument('<id>', 'id of the connection')
    .description('when its flows go out; with --set a file says it from a day on')
    .option('--set <file>', 'JSON as PUT /connections/{id}/schedules takes it')
    .action(async (id: string, options: RemoteOptions & { set?: string }) => {
      const path = `/connections/${encodeURIComponent(id)}/schedules`
      if (options.set !== undefined) {
        const body: unknown = JSON.parse(await readFile(options.set, 'utf8'))
        return change(context, options, (api) => api.put(path, body), `The schedule of ${id} is set.`)
      }
      const answer = await apiOf(context, options).get<{ items: Record<string, unknown>[] }>(path)
      if (options.json) return printJson(context, answer)
      const rows = answer.items.map((one) =>
        ['stream', 'validFrom', 'mode', 'timeZone', 'reason'].map((name) => String(one[name] ?? '')),
      )
      printTable(context, rows)
      if (rows.length === 0) context.terminal.out('Everything goes out as it comes.')
    })
}
