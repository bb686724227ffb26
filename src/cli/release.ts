import type { Command } from 'commander'
import type { Api } from './client.ts'
import type { CommandContext, RemoteOptions } from './context.ts'
import { CommandFailure, apiOf, exitCodes, printJson, printTable } from './context.ts'
import { remote } from './remote.ts'

type Document = {
  readonly documentId: string
  readonly version: number
  readonly status: string
  readonly blocked: string | null
  readonly client: { readonly id: string; readonly name: string | null }
  readonly purchaseOrder: string | null
  readonly net: { readonly amount: string; readonly currency: string }
  readonly erp: { readonly number: string | null }
}
type Options = RemoteOptions & { readonly run?: string; readonly yes?: boolean; readonly wait?: boolean }

const lookEveryMs = 500
const mostLooks = 600

async function read(api: Api, documents: readonly string[], run: string | undefined): Promise<Document[]> {
  if (run !== undefined) {
    const found = await api.get<{ documents: Document[] }>(`/runs/${encodeURIComponent(run)}`)
    return found.documents.filter((each) => each.status !== 'discarded')
  }
  const one = (id: string) => api.get<{ document: Document }>(`/documents/${encodeURIComponent(id)}`)
  return Promise.all(documents.map(async (id) => (await one(id)).document))
}

async function release(api: Api, found: readonly Document[], run: string | undefined): Promise<void> {
  if (run !== undefined) {
    const versions = found.map(({ documentId, version }) => ({ documentId, version }))
    await api.post(`/runs/${encodeURIComponent(run)}/release`, { documents: versions })
    return
  }
  for (const { documentId, version } of found) await api.post(`/documents/${documentId}/release`, { version })
}

/** Until every document is issued, or something stops one. */
async function follow(context: CommandContext, look: () => Promise<Document[]>): Promise<Document[]> {
  let told = -1
  for (let round = 0; round < mostLooks; round += 1) {
    const now = await look()
    const issued = now.filter((each) => each.status === 'issued').length
    if (issued !== told) context.terminal.err(`${issued} of ${now.length} documents issued`)
    told = issued
    if (now.every((each) => each.status === 'issued' || each.blocked !== null)) return now
    await context.wait(lookEveryMs)
  }
  throw new CommandFailure(
    'Not everything was issued within five minutes; it goes on. See the console under Documents.',
  )
}

export function releaseCommand(program: Command, context: CommandContext): void {
  remote(program.command('release'))
    .argument('[documents...]', 'ids of documents')
    .description('issue drafts to the client, in the version that is shown')
    .option('--run <id>', 'every document of this run, or none')
    .option('--yes', 'release without showing first; without it nothing is released')
    .option('--no-wait', 'release, and do not wait for the ERP')
    .action(async (documents: string[], options: Options) => {
      if ((documents.length === 0) === (options.run === undefined)) {
        throw new CommandFailure('Name documents, or a run with --run.', exitCodes.misused)
      }
      const api = apiOf(context, options)
      const look = () => read(api, documents, options.run)
      let found = await look()
      if (options.yes) {
        await release(api, found, options.run)
        found = options.wait === false ? await look() : await follow(context, look)
      }
      if (options.json) printJson(context, { released: options.yes ?? false, documents: found })
      else {
        printTable(
          context,
          found.map((each) => [
            each.documentId,
            `${each.client.name ?? each.client.id}${each.purchaseOrder === null ? '' : `, order ${each.purchaseOrder}`}`,
            `${each.net.amount} ${each.net.currency}`,
            each.blocked ?? each.status,
            each.erp.number ?? '',
          ]),
        )
        if (!options.yes)
          context.terminal.out('Nothing was released. Repeat with --yes to issue these documents.')
      }
      const stopped = found.filter((each) => each.blocked !== null).length
      if (options.yes && stopped > 0) throw new CommandFailure(`${stopped} documents are stopped by a case.`)
    })
}
