import type { Command } from 'commander'
import { allRoles } from '../access/roles.ts'
import type { CommandContext } from './context.ts'
import { configOf, printJson } from './context.ts'

const standardDays = 365

export function keyCommand(program: Command, context: CommandContext): void {
  program
    .command('key')
    .description('make an API key on this machine, without a running installation; it is shown once')
    .requiredOption('--roles <roles>', `one or more of ${allRoles.join(', ')}, divided by commas`)
    .option('--name <name>', 'what it is for', 'command line')
    .option('--days <days>', 'how long it is valid', String(standardDays))
    .option('--json', 'answer as JSON')
    .action(async (options: { roles: string; name: string; days: string; json?: boolean }) => {
      const roles = options.roles.split(',').map((role) => role.trim())
      const wanted = { name: options.name, roles, days: Number(options.days) }
      const key = await context.local.createKey(configOf(context), wanted)
      if (options.json) printJson(context, { key })
      else context.terminal.out(key)
    })
}
