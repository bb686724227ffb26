import type { Command } from 'commander'
import type { CommandContext } from './context.ts'
import { configOf } from './context.ts'

export function startCommand(program: Command, context: CommandContext): void {
  program
    .command('start')
    .description('start an installation: database, API, console and runner; the first start is empty')
    .action(() => context.local.start(configOf(context)))
}
