import type { Command } from 'commander'
import type { CommandContext, RemoteOptions } from './context.ts'
import { apiOf, printJson, printTable } from './context.ts'
import { remote } from './remote.ts'

type Target = {
  readonly connectionId: string
  readonly state: string
  readonly costs: number
  readonly documents: number
  readonly matched: number
  readonly takenOver: number
  readonly toWriteAgain: number
  readonly missing: number
}
type Report = {
  readonly recovery: {
    readonly state: string
    readonly why: string
    readonly waitsFor: readonly string[]
    readonly keptPosition: string
    readonly lostPosition: string | null
    readonly sendAgainFrom: string | null
    readonly sendAgainUntil: string
    readonly targets: readonly Target[]
  } | null
  readonly unknownCosts: readonly {
    readonly connectionId: string
    readonly records: number
    readonly hours: string
    readonly from: string
    readonly last: string
  }[]
}
type Documents = {
  readonly items: readonly {
    readonly reference: string
    readonly state: string
    readonly standing: string
    readonly net: { readonly amount: string; readonly currency: string }
    readonly clientId: string | null
    readonly whyHeld: string | null
  }[]
}
type Reasoned = RemoteOptions & { readonly reason: string }

function show(context: CommandContext, report: Report, documents: Documents): void {
  const { out } = context.terminal
  if (report.recovery === null) {
    out('There was no recovery.')
    return
  }
  const { state, why, waitsFor, keptPosition, lostPosition, sendAgainFrom, sendAgainUntil, targets } =
    report.recovery
  out(`${state}: ${why}`)
  for (const one of waitsFor) out(`waits for ${one}`)
  out(
    `kept up to position ${keptPosition}${lostPosition === null ? '' : `; ${lostPosition} had been reached`}`,
  )
  out(
    `to be sent again by callers of the API: what they sent from ${sendAgainFrom ?? 'the start'} to ${sendAgainUntil}`,
  )
  for (const one of targets)
    out(
      `${one.connectionId}: ${one.state}, ${one.costs} cost records (${one.matched} matched, ${one.takenOver} taken ` +
        `over, ${one.toWriteAgain} to be written again, ${one.missing} gone), ${one.documents} documents`,
    )
  for (const one of report.unknownCosts)
    out(
      `${one.connectionId}: ${one.records} cost records of unknown work, ${one.hours} hours, ${one.from} to ${one.last}`,
    )
  printTable(
    context,
    documents.items.map((one) => [
      ...[
        one.standing,
        one.state,
        `${one.net.amount} ${one.net.currency}`,
        one.clientId ?? '?',
        one.reference,
      ],
      one.whyHeld ?? '',
    ]),
  )
}

export function recoveryCommand(program: Command, context: CommandContext): void {
  const recovery = program
    .command('recovery')
    .description('how far a recovery is, and answers to what it found')
  remote(recovery.command('show', { isDefault: true }))
    .description('stage, what was found, what has to be sent again')
    .action(async (options: RemoteOptions) => {
      const api = apiOf(context, options)
      const report = await api.get<Report>('/recovery')
      const documents = await api.get<Documents>('/recovery/documents')
      if (options.json) printJson(context, { ...report, documents: documents.items })
      else show(context, report, documents)
    })
  const act = (name: string, description: string, path: (subject: string) => string) =>
    remote(recovery.command(name))
      .description(description)
      .requiredOption('--reason <text>', 'why; it stands in the log')
      .action(async (...given: unknown[]) => {
        const options = given.at(-2) as Reasoned & { readonly work?: string[] }
        const subject = given.length > 2 ? String(given[0]) : ''
        const body = { reason: options.reason, ...(options.work ? { workIds: options.work } : {}) }
        printJson(context, await apiOf(context, options).post(path(subject), body))
      })
  const document = (what: string) => (reference: string) =>
    `/recovery/documents/${encodeURIComponent(reference)}/${what}`
  act(
    'start',
    'stop sending and read the books back, because this database may be older',
    () => '/recovery/start',
  )
  act('waive-sources', 'go on without the sources that cannot be read', () => '/recovery/waive-sources')
  act('adopt', 'adopt a document with the work that it bills', document('adopt'))
    .argument('<reference>')
    .option('--work <workId...>', 'the work that it bills; without, what alone gives its lines')
  act('discard', 'have a draft removed from the ERP', document('discard')).argument('<reference>')
  act('foreign', 'say that a document is none of this installation', document('foreign')).argument(
    '<reference>',
  )
  act(
    'leave-costs',
    'leave unknown cost records as they are',
    (id) => `/recovery/costs/${encodeURIComponent(id)}/leave`,
  ).argument('<connectionId>')
  act(
    'write-costs-again',
    'write cost again that is gone',
    (id) => `/recovery/gone-costs/${id}/write-again`,
  ).argument('<batchId>')
}
