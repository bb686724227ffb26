import type { Command } from 'commander'
import type { CommandContext, RemoteOptions } from './context.ts'
import { CommandFailure, apiOf, printJson, printTable } from './context.ts'
import { remote } from './remote.ts'

type Pull = {
  readonly connectionId: string
  readonly stream: string
  readonly dueAt: string
  readonly lastSuccessAt: string | null
  readonly lastError: string | null
  readonly failures: number
}
type Options = RemoteOptions & { readonly stream?: string; readonly full?: boolean; readonly wait?: boolean }

const lookEveryMs = 500
const mostLooks = 1200

/** A stream is done when it succeeded, or failed once more, after it was asked. */
function isDone(now: Pull, before: Pull | undefined): boolean {
  return now.lastSuccessAt !== (before?.lastSuccessAt ?? null) || now.failures > (before?.failures ?? 0)
}

async function follow(
  context: CommandContext,
  read: () => Promise<Pull[]>,
  before: readonly Pull[],
): Promise<Pull[]> {
  const earlier = new Map(before.map((each) => [each.stream, each]))
  let told = -1
  for (let look = 0; look < mostLooks; look += 1) {
    const now = await read()
    const done = now.filter((each) => isDone(each, earlier.get(each.stream)))
    if (done.length !== told) context.terminal.err(`${done.length} of ${now.length} streams read`)
    told = done.length
    if (done.length === now.length) return now
    await context.wait(lookEveryMs)
  }
  throw new CommandFailure(
    'The pull did not end within ten minutes; its state is in the console under Connections.',
  )
}

export function pullCommand(program: Command, context: CommandContext): void {
  remote(program.command('pull'))
    .argument('<connection>', 'id of the connection')
    .description('read a source now instead of at its next time')
    .option('--stream <name>', 'only this stream')
    .option('--full', 'read the whole window again and compare')
    .option('--no-wait', 'ask, and do not wait for the end')
    .action(async (connection: string, options: Options) => {
      const api = apiOf(context, options)
      const read = async () =>
        (await api.get<{ items: Pull[] }>('/pulls')).items.filter(
          (each) => each.connectionId === connection && (options.stream ?? each.stream) === each.stream,
        )
      const before = await read()
      const stream = options.stream ?? null
      await api.post(`/connections/${encodeURIComponent(connection)}/pull`, {
        stream,
        full: options.full ?? false,
      })
      const now = options.wait === false ? before : await follow(context, read, before)
      if (options.json) printJson(context, { pulls: now })
      else
        printTable(
          context,
          now.map((each) => [each.stream, each.lastError ?? 'read', each.lastSuccessAt ?? 'never']),
        )
      const failed = now.filter((each) => each.failures > 0)
      if (options.wait !== false && failed.length > 0) {
        throw new CommandFailure(`${failed.length} of ${now.length} streams could not be read.`)
      }
    })
}
