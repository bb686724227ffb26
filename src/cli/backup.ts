import type { Command } from 'commander'
import type { BackupSummary, CommandContext } from './context.ts'
import { CommandFailure, configOf, exitCodes, printJson } from './context.ts'

type Options = {
  readonly directory?: string
  readonly keep?: string
  readonly plain?: boolean
  readonly verify?: string
  readonly json?: boolean
}

const standardKeep = 14
const mostKept = 10_000

function misused(message: string): CommandFailure {
  return new CommandFailure(message, exitCodes.misused)
}

function keepOf(options: Options): number {
  const text = options.keep ?? String(standardKeep)
  const keep = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (keep < 1 || keep > mostKept) throw misused(`--keep takes a whole number from 1 to ${mostKept}.`)
  if (options.keep !== undefined && options.directory === undefined) {
    throw misused('--keep goes with --directory: a named file is never removed.')
  }
  return keep
}

function targetOf(file: string | undefined, options: Options) {
  const keep = keepOf(options)
  if (file !== undefined && options.directory === undefined) return { file }
  if (file === undefined && options.directory !== undefined) return { directory: options.directory, keep }
  throw misused('Name a file, or a directory with --directory, and not both.')
}

function sized(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`
}

function printSummary(context: CommandContext, made: BackupSummary): void {
  const { out } = context.terminal
  out(
    `file          ${made.path} (${sized(made.bytes)}${made.sealed ? ', sealed' : ', open to every reader'})`,
  )
  out(`taken         ${made.takenAt}, by version ${made.version} from PostgreSQL ${made.postgres}`)
  out(`installation  ${made.installationId} (${made.environment}), epoch ${made.epoch}`)
  out(`holds         ${made.rows} rows of ${made.tables} tables, log up to ${made.logHeads.join(', ')}`)
  out(`digest        ${made.digest}`)
  out(`sealing key   ${made.keyFingerprint}, which is not in the file`)
}

export function backupCommand(program: Command, context: CommandContext): void {
  program
    .command('backup')
    .argument('[file]', 'the file to write; one that is there is never overwritten')
    .description('write everything the database holds into one file, while the product runs')
    .option('--directory <directory>', 'write into this directory, under a name made of the time')
    .option('--keep <number>', `with --directory: how many to keep (default: ${standardKeep})`)
    .option('--plain', 'do not seal the file: a tar that every program reads, names of clients included')
    .option('--verify <file>', 'write nothing; read that backup through and say whether it is whole')
    .option('--json', 'answer as JSON')
    .action(async (file: string | undefined, options: Options) => {
      const config = configOf(context)
      const { out } = context.terminal
      if (options.verify !== undefined) {
        if (file !== undefined || options.directory !== undefined) throw misused('--verify stands alone.')
        const read = await context.local.verifyBackup(config, options.verify)
        if (options.json) return printJson(context, read)
        printSummary(context, read)
        out('The backup is whole.')
        return
      }
      const target = targetOf(file, options)
      const made = await context.local.backup(config, { target, plain: options.plain === true })
      if (options.json) return printJson(context, made)
      printSummary(context, made)
      if (made.removed.length > 0) out(`removed       ${made.removed.join(', ')}`)
      out('Keep a copy of the sealing key elsewhere: without it nobody can read this backup.')
    })
}
