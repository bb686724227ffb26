import type { Command } from 'commander'
import type { CommandContext, RemoteOptions, Verification } from './context.ts'
import { CommandFailure, apiOf, configOf, exitCodes, printJson } from './context.ts'
import { remote } from './remote.ts'

export function verifyCommand(program: Command, context: CommandContext): void {
  remote(program.command('verify'))
    .description('prove that the books balance and the log is whole; changes nothing')
    .option('--offline', 'read the database itself, without a running installation')
    .action(async (options: RemoteOptions & { readonly offline?: boolean }) => {
      const found: Verification = options.offline
        ? await context.local.verifyOffline(configOf(context))
        : await apiOf(context, options).get<Verification>('/verify')
      const broken = found.checks.filter((check) => !check.ok)
      if (options.json) printJson(context, found)
      else {
        for (const check of found.checks) {
          context.terminal.out(
            `${check.ok ? 'ok    ' : 'BROKEN'}  ${check.name} (${check.counted}) ${check.detail}`.trimEnd(),
          )
        }
      }
      if (broken.length > 0) {
        throw new CommandFailure(
          `${broken.length} of ${found.checks.length} checks do not hold.`,
          exitCodes.no,
        )
      }
    })
}
