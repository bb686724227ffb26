import type { Command } from 'commander'
import { promises } from '../reconciliation/promises.ts'
import type { CommandContext, RemoteOptions, Verification } from './context.ts'
import { apiOf, CommandFailure, configOf, exitCodes, printJson, printTable } from './context.ts'
import { remote } from './remote.ts'

type Options = RemoteOptions & {
  readonly offline?: boolean
  readonly full?: boolean
  readonly since?: string
  readonly engine?: string | true
}

export function verifyCommand(program: Command, context: CommandContext): void {
  remote(program.command('verify'))
    .description('prove that the books balance and the log is whole; changes nothing')
    .option('--offline', 'read the database itself, without a running installation')
    .option(
      '--full',
      'rate every charge again and read the whole log again, not a sample; reads the database itself',
    )
    .option('--since <position>', 'only what came after this position of the log; reads the database itself')
    .option(
      '--engine [directory]',
      'list what another engine (a release of this program, by its directory) makes of the charges that stand',
    )
    .action((options: Options) =>
      options.engine === undefined ? prove(context, options) : compare(context, options, options.engine),
    )
}

function sinceOf(options: Options): string | null {
  if (options.since === undefined) return null
  if (/^\d{1,18}$/.test(options.since)) return options.since
  throw new CommandFailure('--since takes a position of the log.', exitCodes.misused)
}

async function prove(context: CommandContext, options: Options): Promise<void> {
  const since = sinceOf(options)
  const own = options.offline || options.full || since !== null
  const found: Verification = own
    ? await context.local.verifyOffline(configOf(context), { since, full: options.full ?? false })
    : await apiOf(context, options).get<Verification>('/verify')
  if (options.json) printJson(context, found)
  else print(context, found)
  const broken = found.checks.filter((check) => !check.ok)
  if (broken.length > 0)
    throw new CommandFailure(`${broken.length} of ${found.checks.length} checks do not hold.`, exitCodes.no)
}

function print(context: CommandContext, found: Verification): void {
  const { out } = context.terminal
  const width = Math.max(...found.checks.map((check) => check.name.length))
  for (const [promise, title] of Object.entries(promises)) {
    const checks = found.checks.filter((check) => check.promise === promise)
    const unchecked = found.unchecked.filter((one) => one.promise === promise)
    if (checks.length + unchecked.length === 0) continue
    out(`${promise}  ${title}`)
    for (const { ok, name, counted, broken, detail } of checks) {
      const rows = ok ? `${counted} rows` : `${broken} of ${counted} rows`
      out(`    ${ok ? 'ok    ' : 'BROKEN'}       ${name.padEnd(width)}  ${rows}`)
      for (const line of detail) out(`                 ${line}`)
    }
    for (const { what, why } of unchecked) out(`    not checked  ${what}: ${why}`)
  }
}

async function compare(context: CommandContext, options: Options, engine: string | true): Promise<void> {
  const wanted = { engine: engine === true ? null : engine, since: sinceOf(options) }
  const found = await context.local.compareEngine(configOf(context), wanted)
  const count = found.differences.length
  if (options.json) printJson(context, found)
  else {
    printTable(
      context,
      found.differences.map((one) => [
        one.workId,
        one.sourceId,
        one.documentId ?? 'no document',
        one.clientId,
        `${one.old} ${one.currency} -> ${one.new} ${one.currency}`,
        one.cause,
      ]),
    )
    const told = count === 0 ? 'none differs' : `${count} amounts differ`
    for (const { clients, why } of found.unasked)
      context.terminal.out(`Not asked: ${clients} clients with terms in their contracts; ${why}.`)
    context.terminal.out(`Engine ${found.engine} was asked about ${found.counted} decisions: ${told}.`)
  }
  if (count > 0) throw new CommandFailure('Nothing was changed.', exitCodes.no)
}
