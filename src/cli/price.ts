import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { parseDay } from '../kernel/dates.ts'
import type { Result } from '../model/scenario/result.ts'
import { ScenarioError } from '../scenario/complaint.ts'
import { type Checked, checkExpectations } from '../scenario/expectations.ts'
import { asAt } from '../scenario/as-at.ts'
import { priceScenario } from '../scenario/run.ts'
import { type WhatIf, whatIf } from '../scenario/what-if.ts'
import { CommandFailure, type CommandContext, exitCodes, printJson } from './context.ts'
import { printPrice } from './price-table.ts'
import { readScenario } from './scenario-file.ts'
import { printWhatIf } from './what-if-table.ts'

type PricedFile = { readonly result: Result; readonly expectations: readonly Checked[] }

/** What a scenario file comes to. Faults of the file are told with their paths. */
export function priceText(text: string, at: { asOf?: string; knownAt?: number } = {}): PricedFile {
  const scenario = asAt(readScenario(text), at)
  const result = priceScenario(scenario)
  return { result, expectations: checkExpectations(scenario.expect ?? [], result) }
}

/** What the second file would change in the first; it names only what it changes. */
function compareTexts(text: string, other: string, at: { asOf?: string; knownAt?: number } = {}): WhatIf {
  return whatIf(asAt(readScenario(text), at), readScenario(other))
}

type Options = { json?: boolean; why?: boolean; against?: string; asOf?: string; knownAt?: string }

export function priceCommand(program: Command, context: CommandContext): void {
  program
    .command('price')
    .argument('<file>', 'a scenario in YAML or JSON')
    .option('--json', 'the whole result as JSON')
    .option('--why', 'the story of every piece of work')
    .option('--against <other>', 'what the rates, contracts and limits of another file would change')
    .option('--as-of <day>', 'as it was on a past day: later work and documents are left out')
    .option('--known-at <position>', 'only what was learned up to this position')
    .description('what work comes to under contracts, from one file and without a database')
    .action(async (file: string, options: Options) => {
      const text = await read(file)
      if (options.against === undefined) return price(context, file, text, options)
      const other = await read(options.against)
      const found = orFail(`${file} against ${options.against}`, () =>
        compareTexts(text, other, timeOf(options)),
      )
      if (options.json) printJson(context, found)
      else printWhatIf(context, found)
    })
}

function price(context: CommandContext, file: string, text: string, options: Options): void {
  const { result, expectations } = orFail(file, () => priceText(text, timeOf(options)))
  if (options.json) printJson(context, { ...result, expectations })
  else printPrice(context, result, expectations, options.why)
  // What a file expects, it expects of its own day and position.
  const asWritten = options.asOf === undefined && options.knownAt === undefined
  if (asWritten && expectations.some((one) => !one.holds))
    throw new CommandFailure(`${file}: not everything is as expected.`, exitCodes.no)
}

async function read(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new CommandFailure(`${file} cannot be read: ${error.code ?? error.message}`)
  })
}

function timeOf({ asOf, knownAt }: Options): { asOf?: string; knownAt?: number } {
  if (asOf !== undefined && parseDay(asOf) === null)
    throw new CommandFailure(`--as-of ${asOf} is no day. Write it as 2026-05-31.`, exitCodes.misused)
  if (knownAt !== undefined && !/^\d{1,15}$/.test(knownAt))
    throw new CommandFailure(`--known-at ${knownAt} is no position. Write a whole number.`, exitCodes.misused)
  return {
    ...(asOf === undefined ? {} : { asOf }),
    ...(knownAt === undefined ? {} : { knownAt: Number(knownAt) }),
  }
}

function orFail<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof ScenarioError)) throw error
    const lines = error.complaints.map((one) => `  ${one.path}: ${one.problem}. ${one.remedy}.`)
    throw new CommandFailure(`${file} cannot be priced:\n${lines.join('\n')}`)
  }
}
