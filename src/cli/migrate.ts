import type { Command } from 'commander'
import type { CommandContext } from './context.ts'
import { configOf, printJson } from './context.ts'

export function migrateCommand(program: Command, context: CommandContext): void {
  program
    .command('migrate')
    .description('bring the database to this version; changes nothing when it refuses')
    .option('--json', 'answer as JSON')
    .action(async (options: { json?: boolean }) => {
      const applied = await context.local.migrate(configOf(context))
      if (options.json) printJson(context, { applied })
      else if (applied.length === 0) context.terminal.out('The database is up to date.')
      else for (const name of applied) context.terminal.out(`applied ${name}`)
    })
}
