import type { Command } from 'commander'
import type { CommandContext, RemoteOptions } from './context.ts'
import { apiOf, CommandFailure, exitCodes, printJson } from './context.ts'
import { remote } from './remote.ts'

type Sweep = {
  readonly state: 'running' | 'idle' | 'never'
  readonly startedAt: string | null
  readonly failure: string | null
  readonly open: number
  readonly last: {
    readonly finishedAt: string
    readonly costs: number
    readonly documents: number
    readonly found: number
  } | null
}
type Options = RemoteOptions & {
  readonly connection: string
  readonly wait?: boolean
  readonly last?: boolean
}

const lookEveryMs = 1_000
const mostLooks = 3_600

async function follow(context: CommandContext, read: () => Promise<Sweep>): Promise<Sweep> {
  for (let look = 0; look < mostLooks; look += 1) {
    const now = await read()
    if (now.state === 'idle') return now
    if (now.failure !== null) context.terminal.err(`The books could not be read yet: ${now.failure}`)
    await context.wait(lookEveryMs)
  }
  throw new CommandFailure('The comparison goes on; look later with `hourbridge sweep --last`.')
}

export function sweepCommand(program: Command, context: CommandContext): void {
  remote(program.command('sweep'))
    .description("compare all of an ERP's books with our own; reads, and writes nothing there")
    .requiredOption('--connection <id>', 'the ERP')
    .option('--last', 'only tell what the last comparison found')
    .option('--no-wait', 'ask, and do not wait for the end')
    .action(async (options: Options) => {
      const api = apiOf(context, options)
      const path = `/connections/${encodeURIComponent(options.connection)}/sweep`
      const read = () => api.get<Sweep>(path)
      if (options.last !== true) await api.post(path)
      const ended =
        options.last === true || options.wait === false ? await read() : await follow(context, read)
      if (options.json) printJson(context, ended)
      else if (ended.last === null) context.terminal.out('Its books have not been compared yet.')
      else {
        const { costs, documents, found, finishedAt } = ended.last
        context.terminal.out(
          `${finishedAt}: ${costs} cost records and ${documents} documents, ${found} findings`,
        )
        if (ended.open > 0) context.terminal.out(`${ended.open} cases are open: hourbridge cases`)
      }
      if (ended.open > 0 && options.wait !== false)
        throw new CommandFailure(`${ended.open} findings are open.`, exitCodes.no)
    })
}
