import type { Command } from 'commander'

/** The options of every command that calls a running installation. */
export function remote(command: Command): Command {
  return command
    .option('--url <address>', 'where the installation answers (default: HOURBRIDGE_URL)')
    .option('--key <key>', 'API key (default: HOURBRIDGE_API_KEY, which no process list shows)')
    .option('--json', 'answer as JSON')
}
