import type { Command } from 'commander'
import { type Api, everyItem } from './client.ts'
import type { CommandContext, RemoteOptions } from './context.ts'
import { apiOf, CommandFailure, exitCodes, printJson, printTable } from './context.ts'
import { remote } from './remote.ts'

type Case = {
  readonly caseId: string
  readonly code: string
  readonly owner: string
  readonly outcome: string
  readonly subjectId: string
  readonly clientName: string | null
  readonly clientId: string | null
  readonly hours: string | null
  readonly money: { readonly amount: string; readonly currency: string } | null
  readonly remedy: string
}
type Options = RemoteOptions & {
  readonly code?: string
  readonly owner?: string
  readonly client?: string
  readonly resume?: string
  readonly answer?: string
  readonly say?: string
  readonly reason?: string
  readonly id?: string
  readonly all?: boolean
}

const mostCases = 2000

function print(context: CommandContext, cases: readonly Case[]): void {
  printTable(
    context,
    cases.map((each) => [
      each.caseId,
      each.code,
      each.outcome,
      each.owner,
      each.clientName ?? each.clientId ?? '',
      each.hours === null ? '' : `${each.hours} h`,
      each.money === null ? '' : `${each.money.amount} ${each.money.currency}`,
    ]),
  )
  const remedies = new Map(cases.map((each) => [each.code, each.remedy]))
  for (const [code, remedy] of remedies) context.terminal.out(`\n${code}: ${remedy}`)
  if (cases.length === 0) context.terminal.out('No case is open.')
}

async function answered(api: Api, caseId: string, options: Options): Promise<{ message: string }> {
  const path = `/cases/${encodeURIComponent(caseId)}`
  const { say, reason, id } = options
  if (say !== undefined && reason !== undefined)
    return api.post(`${path}/answer`, {
      answer: say,
      reason,
      ...(id === undefined ? {} : { externalId: id }),
    })
  const { items } = await api.get<{ items: { answer: string; effect: string }[] }>(`${path}/answers`)
  const known = items.map((each) => `  --say ${each.answer}: ${each.effect}`)
  const told =
    known.length === 0 ? ['There is nothing to answer.'] : ['Answer with --reason and one of', ...known]
  throw new CommandFailure(told.join('\n'), exitCodes.misused)
}

export function casesCommand(program: Command, context: CommandContext): void {
  remote(program.command('cases'))
    .description('what cannot go through, why, and what cures it')
    .option('--code <code>', 'only this cause')
    .option('--owner <owner>', 'only cases of master_data, finance, pmo or integration')
    .option('--client <id>', 'only this client')
    .option('--all', 'resolved ones too')
    .option('--answer <case>', 'answer this case instead of listing; with --say and --reason')
    .option('--say <answer>', 'there, not_there, send_again, drop or resolved')
    .option('--reason <text>', 'why, for the log')
    .option('--id <id>', "the ERP's id of the document, with --say there")
    .option('--resume <case>', 'evaluate this case again instead of listing')
    .action(async (options: Options) => {
      const api = apiOf(context, options)
      if (options.answer !== undefined) {
        const answer = await answered(api, options.answer, options)
        if (options.json) printJson(context, answer)
        else context.terminal.out(answer.message)
        return
      }
      if (options.resume !== undefined) {
        const path = `/cases/${encodeURIComponent(options.resume)}/resume`
        const answer = await api.post<{ resumed: boolean; message: string }>(path)
        if (options.json) printJson(context, answer)
        else context.terminal.out(answer.message)
        return
      }
      const query = {
        state: options.all ? undefined : 'open',
        code: options.code,
        owner: options.owner,
        clientId: options.client,
        limit: '200',
      }
      const cases = await everyItem<Case>(api, '/cases', query, mostCases)
      if (options.json) printJson(context, { cases })
      else print(context, cases)
    })
}
