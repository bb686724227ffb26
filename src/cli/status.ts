import type { Command } from 'commander'
import type { CommandContext, RemoteOptions } from './context.ts'
import { apiOf, CommandFailure, exitCodes, printJson, printTable } from './context.ts'
import { remote } from './remote.ts'

type Status = {
  readonly installationId: string
  readonly environment: string
  readonly version: string
  readonly sending: 'allowed' | 'recovery' | 'copy'
  readonly epoch: number
  readonly since: string | null
  readonly why: string | null
  readonly stage: string | null
  readonly waitsFor: readonly string[]
  readonly lastBackupAt: string | null
}

export function statusCommand(program: Command, context: CommandContext): void {
  remote(program.command('status'))
    .description('whether the installation sends, since when and why not; exit code 3 when it does not')
    .action(async (options: RemoteOptions) => {
      const status = await apiOf(context, options).get<Status>('/status')
      if (options.json) printJson(context, status)
      else {
        const rows = [
          ['installation', `${status.installationId} (${status.environment}), epoch ${status.epoch}`],
          ['sending', status.sending],
          ...(status.why === null ? [] : [['since', `${status.since}: ${status.why}`]]),
          ...(status.stage === null ? [] : [['recovery', status.stage]]),
          ...status.waitsFor.map((one) => ['waits for', one]),
          ['last backup', status.lastBackupAt ?? 'none known on this machine'],
        ]
        printTable(context, rows)
      }
      if (status.sending !== 'allowed') throw new CommandFailure('Nothing is sent.', exitCodes.no)
    })
}
