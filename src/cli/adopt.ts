import type { Command } from 'commander'
import type { AdoptAs, CommandContext } from './context.ts'
import { CommandFailure, configOf, exitCodes } from './context.ts'

type Options = {
  readonly takeOver?: boolean
  readonly same?: boolean
  readonly as?: string
  readonly reason: string
}

function chosen(options: Options): AdoptAs {
  const given = [options.takeOver === true, options.same === true, options.as !== undefined]
  if (given.filter(Boolean).length !== 1)
    throw new CommandFailure('Say one of --take-over, --same and --as test|training.', exitCodes.misused)
  if (options.takeOver) return 'take_over'
  if (options.same) return 'same'
  if (options.as === 'test' || options.as === 'training') return options.as
  throw new CommandFailure('A copy becomes a test or a training installation.', exitCodes.misused)
}

export function adoptCommand(program: Command, context: CommandContext): void {
  program
    .command('adopt')
    .description('say what a copy is: the installation in its place, the same one moved, or one of its own')
    .option('--take-over', 'the original is gone: read the books of every ERP back, then send in its place')
    .option('--same', 'nothing was copied; only the address or the machine is another one')
    .option(
      '--as <environment>',
      'an installation of its own with every connection switched off: test or training',
    )
    .requiredOption('--reason <text>', 'why; it stands in the log')
    .action(async (options: Options) => {
      const as = chosen(options)
      const told = await context.local.adopt(configOf(context), as, options.reason)
      context.terminal.out(told)
    })
}
