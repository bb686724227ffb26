import type { Command } from 'commander'
import type { CommandContext } from './context.ts'
import { CommandFailure, configOf, exitCodes, printJson } from './context.ts'

type Options = { readonly apply?: boolean; readonly dryRun?: boolean; readonly json?: boolean }

export function rebuildCommand(program: Command, context: CommandContext): void {
  program
    .command('rebuild')
    .description(
      'make the read models again from the log, compare, and say what differs; reads the database itself',
    )
    .option('--dry-run', 'write nothing; that is what happens unless --apply is given')
    .option('--apply', 'write what differs; the installation goes on meanwhile')
    .option('--json', 'answer as JSON')
    .action(async (options: Options) => {
      if (options.apply && options.dryRun)
        throw new CommandFailure('Give --dry-run or --apply, not both.', exitCodes.misused)
      const rebuilt = await context.local.rebuild(configOf(context), { apply: options.apply ?? false })
      if (options.json) printJson(context, rebuilt)
      else {
        for (const { model, counted, differing, applied, detail } of rebuilt.models) {
          context.terminal.out(`${model.padEnd(16)}  ${differing} of ${counted} differ  ${applied} written`)
          for (const line of detail) context.terminal.out(`    ${line}`)
        }
        for (const { what, why } of rebuilt.unread) context.terminal.out(`not rebuilt  ${what}: ${why}`)
      }
      const left = rebuilt.models.reduce((sum, one) => sum + one.differing - one.applied, 0)
      if (left > 0) throw new CommandFailure(`${left} rows differ from what the log says.`, exitCodes.no)
    })
}
