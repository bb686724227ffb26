import { Command, CommanderError } from 'commander'
import { Fault } from '../kernel/errors.ts'
import { backupCommand } from './backup.ts'
import { adoptCommand } from './adopt.ts'
import { casesCommand } from './cases.ts'
import { connectionCommand } from './connection.ts'
import type { CommandContext } from './context.ts'
import { CommandFailure, exitCodes } from './context.ts'
import { eventsCommand } from './events.ts'
import { explainCommand } from './explain.ts'
import { keyCommand } from './key.ts'
import { masterCommand } from './master.ts'
import { migrateCommand } from './migrate.ts'
import { priceCommand } from './price.ts'
import { pullCommand } from './pull.ts'
import { rebuildCommand } from './rebuild.ts'
import { recoveryCommand } from './recovery.ts'
import { releaseCommand } from './release.ts'
import { restoreCommand } from './restore.ts'
import { replayCommand } from './replay.ts'
import { runCommand } from './run.ts'
import { sandboxCommand } from './sandbox.ts'
import { serveCommand } from './serve.ts'
import { startCommand } from './start.ts'
import { statusCommand } from './status.ts'
import { sweepCommand } from './sweep.ts'
import { verifyCommand } from './verify.ts'

/** Every command, not yet run. */
function buildProgram(context: CommandContext, version: string): Command {
  const program = new Command('hourbridge')
    .description('From approved work to cost, pay and invoices')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.terminal.out(text.trimEnd()),
      writeErr: (text) => context.terminal.err(text.trimEnd()),
    })
  startCommand(program, context)
  sandboxCommand(program, context)
  serveCommand(program, context)
  migrateCommand(program, context)
  backupCommand(program, context)
  restoreCommand(program, context)
  keyCommand(program, context)
  connectionCommand(program, context)
  masterCommand(program, context)
  pullCommand(program, context)
  runCommand(program, context)
  releaseCommand(program, context)
  casesCommand(program, context)
  sweepCommand(program, context)
  replayCommand(program, context)
  rebuildCommand(program, context)
  statusCommand(program, context)
  recoveryCommand(program, context)
  adoptCommand(program, context)
  verifyCommand(program, context)
  explainCommand(program, context)
  priceCommand(program, context)
  eventsCommand(program, context)
  for (const command of program.commands) {
    command.copyInheritedSettings(program)
    for (const nested of command.commands) nested.copyInheritedSettings(program)
  }
  return program
}

/** Runs one command and returns its exit code; nothing is thrown but what is a bug. */
export async function runProgram(
  context: CommandContext,
  version: string,
  argv: readonly string[],
): Promise<number> {
  try {
    await buildProgram(context, version).parseAsync([...argv], { from: 'user' })
    return exitCodes.done
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.misused
    if (error instanceof CommandFailure) {
      context.terminal.err(error.message)
      return error.exitCode
    }
    if (error instanceof Fault) {
      context.terminal.err(`${error.code}: ${error.message}`)
      return exitCodes.failed
    }
    throw error
  }
}
