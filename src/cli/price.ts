import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { Result } from '../model/scenario/result.ts'
import { ScenarioError } from '../scenario/complaint.ts'
import { type Checked, checkExpectations } from '../scenario/expectations.ts'
import { priceScenario } from '../scenario/run.ts'
import { CommandFailure, type CommandContext, exitCodes, printJson } from './context.ts'
import { printPrice } from './price-table.ts'
import { readScenario } from './scenario-file.ts'

export type PricedFile = { readonly result: Result; readonly expectations: readonly Checked[] }

/** What a scenario file comes to. Faults of the file are told with their paths. */
export function priceText(text: string): PricedFile {
  const scenario = readScenario(text)
  const result = priceScenario(scenario)
  return { result, expectations: checkExpectations(scenario.expect ?? [], result) }
}

export function priceCommand(program: Command, context: CommandContext): void {
  program
    .command('price')
    .argument('<file>', 'a scenario in YAML or JSON')
    .option('--json', 'the whole result as JSON')
    .option('--why', 'the story of every piece of work')
    .description('what work comes to under contracts, from one file and without a database')
    .action(async (file: string, options: { json?: boolean; why?: boolean }) => {
      const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
        throw new CommandFailure(`${file} cannot be read: ${error.code ?? error.message}`)
      })
      const { result, expectations } = priceOrFail(file, text)
      if (options.json) printJson(context, { ...result, expectations })
      else printPrice(context, result, expectations, options.why)
      if (expectations.some((one) => !one.holds))
        throw new CommandFailure(`${file}: not everything is as expected.`, exitCodes.no)
    })
}

function priceOrFail(file: string, text: string): PricedFile {
  try {
    return priceText(text)
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    const lines = error.complaints.map((one) => `  ${one.path}: ${one.problem}. ${one.remedy}.`)
    throw new CommandFailure(`${file} cannot be priced:\n${lines.join('\n')}`)
  }
}
