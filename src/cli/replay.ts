import type { Command } from 'commander'
import { monthPeriod } from '../kernel/periods.ts'
import { type Api, everyItem } from './client.ts'
import type { CommandContext, RemoteOptions } from './context.ts'
import { apiOf, CommandFailure, exitCodes, printJson, printTable } from './context.ts'
import { remote } from './remote.ts'

type Money = { readonly amount: string; readonly currency: string }
type Line = {
  readonly outcome: string
  readonly action: string
  readonly reason: string
  readonly works: number
  readonly hours: string
  readonly amount: Money | null
}
type Replay = {
  readonly replayId: string
  readonly state: string
  readonly reason: string | null
  readonly requestedBy: string
  readonly requestedAt: string
  readonly looked: number
  readonly planned: number
  readonly done: number
  readonly announced: readonly Line[]
  readonly written: readonly Line[]
}
type OutcomeEffect = {
  readonly action: string
  readonly reason: string
  readonly amounts: readonly { readonly hours: string; readonly amount: Money | null }[]
}
type Item = {
  readonly workId: string
  readonly connectionId: string
  readonly sourceId: string
  readonly action: string
  readonly reason: string
  readonly state: string
  readonly cost: OutcomeEffect
  readonly bill: OutcomeEffect
}
type Options = RemoteOptions & {
  readonly range?: string
  readonly received?: string
  readonly entry?: string
  readonly connection?: string
  readonly stream?: string
  readonly period?: string
  readonly mapping?: string
  readonly client?: string
  readonly project?: string
  readonly setAside?: boolean
  readonly start?: string
  readonly rate?: string
  readonly watch?: string | true
  readonly cancel?: string
  readonly works?: string
  readonly list?: boolean
}

const lookEveryMs = 500
const mostWorks = 2000
const open = new Set(['estimating', 'confirming', 'running'])

export function replayCommand(program: Command, context: CommandContext): void {
  remote(program.command('replay'))
    .description('understand and decide work again: a dry run first, then --start what it announced')
    .option('--range <A..B>', 'positions of the log, both included')
    .option(
      '--received <A..B>',
      'instants of receipt, half-open, such as 2026-10-01T00:00:00Z..2026-10-02T00:00:00Z',
    )
    .option('--entry <id>', "one entry, by the hub's id or the source's")
    .option('--connection <id>', 'what this connection sent')
    .option('--stream <name>', 'of that connection only this stream')
    .option(
      '--period <period>',
      'days of the work: a month, 2026-10, or half-open days, 2026-10-01..2026-10-16',
    )
    .option('--mapping <version>', 'work that this version of a mapping understood')
    .option('--client <id>', 'only this client')
    .option('--project <id>', 'only this project')
    .option('--set-aside', 'only what was not understood or stopped its batch')
    .option('--dry-run', 'announce and write nothing; that is what happens unless --start names a dry run')
    .option('--start <id>', 'do what this dry run announced')
    .option('--rate <works>', 'with --start: works per second (default 50)')
    .option('--watch [id]', 'follow a replay to its end')
    .option('--cancel <id>', 'end a replay; what was written stays')
    .option('--works <id>', 'the works of a replay, with what becomes of each')
    .option('--list', 'the latest replays')
    .action((options: Options) => replay(context, options))
}

async function replay(context: CommandContext, options: Options): Promise<void> {
  const acts = [options.start, options.cancel, options.works, options.list].filter((one) => one !== undefined)
  const selection = selectionOf(options)
  const selects = Object.keys(selection).length > 0
  if (acts.length + (selects ? 1 : 0) > 1)
    throw new CommandFailure(
      'Name a selection, or one of --start, --cancel, --works and --list.',
      exitCodes.misused,
    )
  const api = apiOf(context, options)
  if (options.list) return showList(context, api, options)
  if (options.works !== undefined) return showWorks(context, api, options.works, options)
  const path = (id: string) => `/replays/${encodeURIComponent(id)}`
  if (options.cancel !== undefined)
    return show(context, options, await api.post<Replay>(`${path(options.cancel)}/cancel`))
  if (options.start !== undefined) {
    const body = options.rate === undefined ? {} : { worksPerSecond: paceOf(options.rate) }
    const started = await api.post<Replay>(`${path(options.start)}/start`, body)
    return end(context, options, options.watch ? await follow(context, api, started.replayId) : started)
  }
  if (typeof options.watch === 'string')
    return end(context, options, await follow(context, api, options.watch))
  if (!selects)
    throw new CommandFailure(
      'Name what to replay: --range, --entry, --connection, --period, --mapping ...',
      exitCodes.misused,
    )
  const asked = await api.post<Replay>('/replays', selection)
  end(context, options, await follow(context, api, asked.replayId))
}

function selectionOf(options: Options): Record<string, unknown> {
  const range = options.range === undefined ? null : pairOf('--range', options.range, /^\d{1,19}$/)
  const received =
    options.received === undefined ? null : pairOf('--received', options.received, /^\d{4}-.*Z$/)
  const period = options.period === undefined ? null : periodOf(options.period)
  const named: Record<string, unknown> = {
    fromPosition: range?.[0],
    untilPosition: range?.[1],
    receivedFrom: received?.[0],
    receivedUntil: received?.[1],
    entry: options.entry,
    connectionId: options.connection,
    stream: options.stream,
    workFrom: period?.[0],
    workUntil: period?.[1],
    mapping: options.mapping,
    clientId: options.client,
    projectId: options.project,
    setAside: options.setAside,
  }
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))
}

function pairOf(
  name: string,
  text: string,
  shape: RegExp,
): readonly [string | undefined, string | undefined] {
  const [from = '', until = '', ...rest] = text.split('..')
  const fits = (one: string) => one === '' || shape.test(one)
  if (!text.includes('..') || rest.length > 0 || !fits(from) || !fits(until) || from + until === '')
    throw new CommandFailure(`${name} takes A..B, A.. or ..B.`, exitCodes.misused)
  return [from || undefined, until || undefined]
}

function periodOf(text: string): readonly [string | undefined, string | undefined] {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return pairOf('--period', text, /^\d{4}-\d{2}-\d{2}$/)
  const { from, until } = monthPeriod(text)
  return [from, until]
}

function paceOf(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw new CommandFailure('--rate takes a whole number of works.', exitCodes.misused)
  return Number(text)
}

async function follow(context: CommandContext, api: Api, replayId: string): Promise<Replay> {
  let last = ''
  for (;;) {
    const now = await api.get<Replay>(`/replays/${encodeURIComponent(replayId)}`)
    const line =
      now.state === 'estimating'
        ? `looked at ${now.looked} works`
        : `${now.state}: ${now.done} of ${now.planned} works`
    if (line !== last && open.has(now.state)) context.terminal.err(line)
    last = line
    if (!open.has(now.state)) return now
    await context.wait(lookEveryMs)
  }
}

function end(context: CommandContext, options: Options, replay: Replay): void {
  show(context, options, replay)
  if (replay.state === 'refused')
    throw new CommandFailure(replay.reason ?? 'The replay was refused.', exitCodes.no)
}

function show(context: CommandContext, options: Options, replay: Replay): void {
  const { terminal } = context
  if (options.json) {
    printJson(context, replay)
    return
  }
  const ready = replay.state === 'ready'
  const before = ['estimating', 'ready', 'confirming'].includes(replay.state)
  terminal.out(`Replay ${replay.replayId}  ${replay.state}`)
  if (replay.reason !== null) terminal.out(replay.reason)
  terminal.out(
    before
      ? `${replay.planned} of ${replay.looked} works would be written:`
      : `${replay.done} of ${replay.planned} works done:`,
  )
  printTable(context, linesOf(before ? replay.announced : replay.written))
  if (ready && replay.planned > 0)
    terminal.out(`Nothing was written. Do it: hourbridge replay --start ${replay.replayId} --watch`)
  if (ready && replay.planned === 0) terminal.out('There is nothing to do.')
}

function linesOf(lines: readonly Line[]): string[][] {
  return lines.map(({ outcome, action, reason, works, hours, amount }) => {
    const money = amount === null ? '' : `${amount.amount} ${amount.currency}`
    return [outcome, action, reason, `${works} works`, `${hours} h`, money]
  })
}

async function showList(context: CommandContext, api: Api, options: Options): Promise<void> {
  const { items } = await api.get<{ items: Replay[] }>('/replays')
  if (options.json) {
    printJson(context, { replays: items })
    return
  }
  const rows = items.map((one) => [
    one.replayId,
    one.state,
    `${one.done} of ${one.planned}`,
    one.requestedBy,
    one.requestedAt,
  ])
  printTable(context, rows)
  if (rows.length === 0) context.terminal.out('Nothing was ever replayed.')
}

async function showWorks(
  context: CommandContext,
  api: Api,
  replayId: string,
  options: Options,
): Promise<void> {
  const path = `/replays/${encodeURIComponent(replayId)}/works`
  const items = await everyItem<Item>(api, path, { limit: '200' }, mostWorks)
  if (options.json) {
    printJson(context, { works: items })
    return
  }
  const money = (effect: OutcomeEffect) =>
    `${effect.action} ${effect.reason} ${effect.amounts.map((one) => (one.amount ? `${one.amount.amount} ${one.amount.currency}` : '')).join(' ')}`
  printTable(
    context,
    items.map((one) => [
      one.sourceId,
      one.connectionId,
      one.state,
      one.action,
      one.reason,
      `bill: ${money(one.bill)}`,
      `cost: ${money(one.cost)}`,
    ]),
  )
}
