import type { Command } from 'commander'
import type { CommandContext } from './context.ts'
import { CommandFailure, configOf, exitCodes, printJson } from './context.ts'

type Options = { readonly into?: string; readonly takeOver?: boolean; readonly json?: boolean }

export function restoreCommand(program: Command, context: CommandContext): void {
  program
    .command('restore')
    .argument('<file>', 'a backup')
    .description('load a backup into an empty database; the restored installation starts in recovery')
    .option('--into <url>', 'the database (default: DATABASE_URL, without it the embedded one)')
    .option(
      '--take-over',
      'the installation that was backed up is gone for good, and this one takes its place',
    )
    .option('--json', 'answer as JSON')
    .action(async (file: string, options: Options) => {
      const environment = { ...context.environment }
      if (options.into !== undefined) environment.DATABASE_URL = options.into
      const config = configOf({ ...context, environment })
      if (options.into === '') throw new CommandFailure('--into takes an address.', exitCodes.misused)
      const wanted = { file, takesOver: options.takeOver === true }
      const restored = await context.local.restore(config, wanted)
      if (options.json) return printJson(context, restored)
      const { out } = context.terminal
      out(
        `Restored ${restored.rows} rows of the backup taken ${restored.takenAt}, digest ${restored.digest}.`,
      )
      for (const name of restored.migrated) out(`applied ${name}`)
      out('Every row was compared and the log was proven.')
      out('The installation starts in recovery: it sends nothing before what stands in the ERP is read back.')
      out('API keys and people as of the backup are valid again: revoke what was revoked since.')
    })
}
