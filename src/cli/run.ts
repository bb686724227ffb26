import type { Command } from 'commander'
import { monthPeriod } from '../kernel/periods.ts'
import type { CommandContext, RemoteOptions } from './context.ts'
import { CommandFailure, apiOf, exitCodes, printJson, printTable } from './context.ts'
import { remote } from './remote.ts'

type Money = { readonly amount: string; readonly currency: string }
type Named = { readonly id: string; readonly name: string | null }
type DryDocument = {
  readonly client: Named
  readonly contract: Named
  readonly purchaseOrder: string | null
  readonly net: Money
  readonly total: Money
}
type Held = {
  readonly clientId: string
  readonly contractId: string
  readonly purchaseOrder: string | null
  readonly code: string
  readonly net: Money
}
type Options = RemoteOptions & {
  readonly client?: string
  readonly contract?: string
  readonly entity?: string
  readonly dryRun?: boolean
}

function bodyOf(month: string, options: Options) {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month)) {
    throw new CommandFailure(`${month} is not a month such as 2026-03.`, exitCodes.misused)
  }
  const { from, until } = monthPeriod(month)
  return {
    selection: {
      ...(options.client === undefined ? {} : { clientId: options.client }),
      ...(options.contract === undefined ? {} : { contractId: options.contract }),
      ...(options.entity === undefined ? {} : { legalEntity: options.entity }),
    },
    period: { from, until },
    cutOff: null,
  }
}

function orderText({ purchaseOrder }: { readonly purchaseOrder: string | null }): string {
  return purchaseOrder === null ? '' : `, order ${purchaseOrder}`
}

function printDry(context: CommandContext, answer: { documents: DryDocument[]; held: Held[] }): void {
  const rows = answer.documents.map((each) => [
    each.client.name ?? each.client.id,
    `${each.contract.id}${orderText(each)}`,
    `${each.net.amount} ${each.net.currency}`,
    `${each.total.amount} with tax`,
  ])
  printTable(context, rows)
  for (const each of answer.held) {
    context.terminal.out(
      `held: ${each.clientId} ${each.contractId}${orderText(each)} ${each.net.amount} ${each.net.currency}: ${each.code}`,
    )
  }
  if (rows.length === 0) context.terminal.out('There is nothing to bill.')
}

export function runCommand(program: Command, context: CommandContext): void {
  remote(program.command('run'))
    .argument('<month>', 'the month to bill, such as 2026-03')
    .description('freeze what is priced into drafts; nothing is issued before it is released')
    .option('--client <id>', 'only this client')
    .option('--contract <id>', 'only this contract')
    .option('--entity <id>', 'only this legal entity')
    .option('--dry-run', 'show the pre-bills and keep nothing')
    .action(async (month: string, options: Options) => {
      const api = apiOf(context, options)
      const body = bodyOf(month, options)
      if (options.dryRun) {
        const answer = await api.post<{ documents: DryDocument[]; held: Held[] }>('/runs/dry-run', body)
        if (options.json) printJson(context, answer)
        else printDry(context, answer)
        return
      }
      const answer = await api.post<{ runId: string; documents: number }>('/runs', body)
      if (options.json) printJson(context, answer)
      else {
        context.terminal.out(`Run ${answer.runId} froze ${answer.documents} documents.`)
        if (answer.documents > 0)
          context.terminal.out(`Release them: hourbridge release --run ${answer.runId}`)
      }
    })
}
