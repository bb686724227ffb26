import { readFile, stat } from 'node:fs/promises'
import type { Command } from 'commander'
import { parseDay } from '../kernel/dates.ts'
import { type MasterKind, masterSchemas } from '../model/master-records.ts'
import { type Api, everyItem } from './client.ts'
import type { CommandContext, RemoteOptions } from './context.ts'
import { apiOf, CommandFailure, exitCodes, printJson, printTable } from './context.ts'
import { fileFailure } from './master-file/fault.ts'
import { isKind } from './master-file/kinds.ts'
import { type Read, readMasterFile } from './master-file/read.ts'
import { fileBytes } from './master-file/taken.ts'
import { csvOf, type Stated, yamlOf } from './master-file/write.ts'
import {
  type Difference,
  type Effect,
  effectText,
  printDifference,
  printProposal,
  type Proposal,
} from './master-table.ts'
import { remote } from './remote.ts'

const mostRecords = 1_000_000
const path = (id: string) => `/master-proposals/${encodeURIComponent(id)}`
const kinds = Object.keys(masterSchemas).join(', ')

function kindOf(text: string): MasterKind {
  if (isKind(text)) return text
  throw new CommandFailure(`${text} is no kind of record. Known are ${kinds}.`, exitCodes.misused)
}

type ProposeOptions = RemoteOptions & {
  readonly title?: string
  readonly reason?: string
  readonly kind?: string
  readonly validFrom?: string
  readonly replaces?: string
  readonly dryRun?: boolean
}

async function readFileOf(file: string, options: ProposeOptions): Promise<Read> {
  const validFrom = options.validFrom ?? null
  if (validFrom !== null && validFrom !== 'always' && parseDay(validFrom) === null)
    throw new CommandFailure('--valid-from takes a day such as 2027-01-01, or "always".', exitCodes.misused)
  const kind = options.kind === undefined ? null : kindOf(options.kind)
  let bytes: Buffer
  try {
    const { size } = await stat(file)
    // One byte more than is read is enough to be told so.
    bytes = size > fileBytes ? Buffer.alloc(fileBytes + 1) : await readFile(file)
  } catch {
    throw new CommandFailure(`${file} cannot be read. Check the name and that it may be read.`)
  }
  return readMasterFile(file, bytes, { kind, validFrom })
}

/** Faults that only the installation knows, with the place in the file in place of the pointer. */
function inTheFile(error: unknown, file: string, read: Read): unknown {
  const problem = error instanceof CommandFailure ? error.problem : null
  if (problem?.errors === undefined) return error
  const faults = problem.errors.map(({ pointer, message, remedy }) => {
    const [, index, field = ''] = /^\/changes\/(\d+)(\/.*)?$/.exec(pointer) ?? []
    return {
      place: index === undefined ? pointer : read.placeOf(Number(index), field),
      problem: `${field.replace(/^\/body/, '')} ${message}`.trim(),
      remedy: remedy ?? problem.remedy ?? '',
    }
  })
  return fileFailure(file, faults)
}

async function proposeFile(context: CommandContext, file: string, options: ProposeOptions): Promise<void> {
  const read = await readFileOf(file, options)
  const api = apiOf(context, options)
  const { out } = context.terminal
  const send = async <T>(to: string, body: object): Promise<T> => {
    try {
      return await api.post<T>(to, { ...body, changes: read.changes })
    } catch (error) {
      throw inTheFile(error, file, read)
    }
  }
  if (options.dryRun) {
    const dry = await send<{ difference: Difference; effect: Effect | null }>('/master-proposals/dry-run', {})
    if (options.json) return printJson(context, dry)
    printDifference(context, dry.difference)
    out(dry.difference.records === 0 ? 'This file changes nothing.' : effectText(dry.effect))
    return
  }
  const { title = file.replaceAll('\\', '/').split('/').at(-1)!, reason, replaces } = options
  const answer = await send<{ proposal: Proposal | null; difference: Difference }>('/master-proposals', {
    title,
    ...(reason === undefined ? {} : { reason }),
    ...(replaces === undefined ? {} : { replaces }),
  })
  if (options.json) return printJson(context, answer)
  printDifference(context, answer.difference)
  if (answer.proposal === null) return out('This file changes nothing; nothing waits for a decision.')
  printProposal(context, answer.proposal)
  out(`Somebody else decides: hourbridge master approve ${answer.proposal.proposalId}`)
}

function proposeCommand(master: Command, context: CommandContext): void {
  remote(master.command('propose'))
    .argument('<file>', 'records as .yaml, .csv or .xlsx')
    .description('propose what a file says; it holds once somebody else approves it')
    .option('--title <text>', 'what it is called in the list (default: the name of the file)')
    .option('--reason <text>', 'why, for who decides')
    .option('--kind <kind>', 'the kind of the records of a CSV file whose name does not say it')
    .option('--valid-from <day>', 'from when on records hold that do not say it')
    .option('--replaces <proposal>', 'an own proposal that this one takes the place of')
    .option('--dry-run', 'check, show the difference, and keep nothing')
    .action((file: string, options: ProposeOptions) => proposeFile(context, file, options))
}

function readCommands(master: Command, context: CommandContext): void {
  remote(master.command('list'))
    .description('what waits for a decision, newest first')
    .option('--all', 'what was decided too')
    .action(async (options: RemoteOptions & { readonly all?: boolean }) => {
      const state = options.all ? {} : { state: 'proposed' }
      const items = await everyItem<Proposal>(apiOf(context, options), '/master-proposals', state, 1000)
      if (options.json) return printJson(context, { proposals: items })
      printTable(
        context,
        items.map((one) => [one.proposalId, one.state, one.author, `${one.records} records`, one.title]),
      )
      if (items.length === 0) context.terminal.out('Nothing waits for a decision.')
    })
  remote(master.command('show'))
    .argument('<proposal>')
    .description('a proposal and what it would change of what is known now')
    .action(async (id: string, options: RemoteOptions) => {
      const shown = await apiOf(context, options).get<{
        proposal: Proposal
        moved: { kind: string; recordId: string }[]
        difference: Difference
      }>(path(id))
      if (options.json) return printJson(context, shown)
      printProposal(context, shown.proposal)
      printDifference(context, shown.difference)
      if (shown.moved.length === 0) return
      const moved = shown.moved.map((one) => `${one.kind} ${one.recordId}`).join(', ')
      context.terminal.out(`Changed since it was proposed: ${moved}`)
      context.terminal.out(`Approve it as shown here with --confirmed-at ${shown.difference.asOf}`)
    })
}

type Decision = RemoteOptions & { readonly note?: string; readonly confirmedAt?: string }

function decideCommands(master: Command, context: CommandContext): void {
  const decide = async (id: string, what: string, body: object, options: RemoteOptions) => {
    const done = await apiOf(context, options).post<Proposal>(`${path(id)}/${what}`, body)
    if (options.json) return printJson(context, done)
    printProposal(context, done)
  }
  remote(master.command('approve'))
    .argument('<proposal>')
    .description('let what somebody else proposed hold')
    .option('--note <text>', 'a word on it')
    .option('--confirmed-at <position>', 'the position that `show` names, where records changed since')
    .action((id: string, { note, confirmedAt, ...options }: Decision) =>
      decide(
        id,
        'approve',
        { ...(note === undefined ? {} : { note }), ...(confirmedAt === undefined ? {} : { confirmedAt }) },
        options,
      ),
    )
  remote(master.command('decline'))
    .argument('<proposal>')
    .description('end what somebody else proposed')
    .requiredOption('--note <text>', 'why')
    .action((id: string, { note, ...options }: Decision) => decide(id, 'decline', { note }, options))
  remote(master.command('withdraw'))
    .argument('<proposal>')
    .description('take an own proposal back')
    .action((id: string, options: RemoteOptions) => decide(id, 'withdraw', {}, options))
}

type Known = { readonly recordId: string; readonly stretches: readonly Omit<Stated, 'kind' | 'recordId'>[] }

async function statedOf(api: Api, kind: MasterKind): Promise<Stated[]> {
  const records = await everyItem<Known>(api, `/master-data/${kind}`, {}, mostRecords)
  return records.flatMap(({ recordId, stretches }) =>
    [...stretches]
      .sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1))
      .map(({ validFrom, validUntil, body }) => ({ kind, recordId, validFrom, validUntil, body }) as Stated),
  )
}

function exportCommand(master: Command, context: CommandContext): void {
  remote(master.command('export'))
    .argument('<kind>', `one of ${kinds}`)
    .description('print the records of a kind as a file that can be proposed again')
    .option('--format <format>', 'yaml or csv', 'yaml')
    .action(async (text: string, options: RemoteOptions & { readonly format: string }) => {
      const kind = kindOf(text)
      if (options.format !== 'yaml' && options.format !== 'csv')
        throw new CommandFailure('--format is yaml or csv.', exitCodes.misused)
      const records = await statedOf(apiOf(context, options), kind)
      const file = options.format === 'yaml' ? yamlOf(records) : csvOf(kind, records)
      context.terminal.out(file.replace(/\r?\n$/, ''))
    })
}

/** Contracts, rates, calendars, exchange rates and tax data in files. */
export function masterCommand(program: Command, context: CommandContext): void {
  const master = program
    .command('master')
    .description('load contracts, rates, calendars, exchange and tax data from files, decided by two people')
  proposeCommand(master, context)
  readCommands(master, context)
  decideCommands(master, context)
  exportCommand(master, context)
}
