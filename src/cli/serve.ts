import type { Command } from 'commander'
import { Option } from 'commander'
import type { CommandContext } from './context.ts'
import { configOf } from './context.ts'

export function serveCommand(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .description('run one role of an installation against a migrated database; any number may run')
    .addOption(
      new Option('--role <role>', 'what this process does').choices(['api', 'runner', 'all']).default('all'),
    )
    .action((options: { role: 'api' | 'runner' | 'all' }) =>
      context.local.serve(configOf(context), options.role),
    )
}
