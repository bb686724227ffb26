import type { Command } from 'commander'
import type { Api } from './client.ts'
import type { CommandContext, RemoteOptions } from './context.ts'
import { CommandFailure, apiOf, printJson } from './context.ts'
import { remote } from './remote.ts'

type Money = { readonly amount: string; readonly currency: string }
type Summary = {
  readonly workId: string
  readonly connectionId: string
  readonly sourceId: string
  readonly revision: number
  readonly workOn: string
  readonly hours: string
  readonly approval: string
  readonly costBucket: string
  readonly payBucket: string
  readonly billBucket: string
}
type Detail = {
  readonly work: Summary
  readonly charges: readonly {
    readonly seq: number
    readonly state: string
    readonly amount: Money
    readonly story: readonly string[]
  }[]
  readonly costPostings: readonly { readonly state: string; readonly externalId: string | null }[]
  readonly cases: readonly { readonly code: string; readonly outcome: string; readonly state: string }[]
}

function print(context: CommandContext, detail: Detail): void {
  const { out } = context.terminal
  const { work } = detail
  out(
    `${work.connectionId} ${work.sourceId}, revision ${work.revision}: ${work.hours} h on ${work.workOn}, ${work.approval}`,
  )
  out(`  cost ${work.costBucket}, pay ${work.payBucket}, bill ${work.billBucket}`)
  for (const charge of detail.charges) {
    out(`  charge ${charge.seq} (${charge.state}): ${charge.amount.amount} ${charge.amount.currency}`)
    for (const line of charge.story) out(`    ${line}`)
  }
  for (const posting of detail.costPostings)
    out(`  cost in the ERP: ${posting.state} ${posting.externalId ?? ''}`.trimEnd())
  for (const each of detail.cases) {
    if (each.state === 'open') out(`  case: ${each.code} stops ${each.outcome}`)
  }
}

async function find(api: Api, entry: string): Promise<Detail[]> {
  const { items } = await api.get<{ items: Summary[] }>('/work/find', { id: entry })
  if (items.length === 0) throw new CommandFailure(`Nothing has the id ${entry}, at a source or in the hub.`)
  return Promise.all(items.map((each) => api.get<Detail>(`/work/${each.workId}`)))
}

export function explainCommand(program: Command, context: CommandContext): void {
  remote(program.command('explain'))
    .argument('<entry>', "the source's id of an entry, or the hub's id of its work")
    .description('why an entry costs and bills what it does, and where it stands')
    .action(async (entry: string, options: RemoteOptions) => {
      const details = await find(apiOf(context, options), entry)
      if (options.json) printJson(context, { entries: details })
      else for (const detail of details) print(context, detail)
    })
}
