import type { Command } from 'commander'
import type { CommandContext } from './context.ts'
import { configOf } from './context.ts'

export function sandboxCommand(program: Command, context: CommandContext): void {
  program
    .command('sandbox')
    .description('start the simulated firm and its ERP, in an installation of their own')
    .action(() => context.local.sandbox(configOf(context)))
}
