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
          const { name, counted } = check
          const told = check.ok
            ? `ok      ${name} (${counted})`
            : `BROKEN  ${name} (${check.broken} of ${counted})`
          context.terminal.out(told)
          for (const line of check.detail) context.terminal.out(`          ${line}`)
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
