import type { Round, Stage } from './round.ts'

const stages: readonly (readonly [Stage, string])[] = [
  ['bare', 'bare deduplicated append'],
  ['intake', 'HTTP bulk, acknowledged'],
  ['charging', 'log to three outcomes'],
  ['through', 'HTTP to cost accepted'],
]

function spread(values: readonly number[], digits: number): string {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)]!
  return [sorted[0]!, middle, sorted.at(-1)!].map((value) => value.toFixed(digits)).join(' / ')
}

const rate = (round: Round, stage: Stage) => (round.entries / round.used[stage].wallMs) * 1000
const cost = (round: Round, stage: Stage) =>
  ((round.used[stage].nodeMs + round.used[stage].databaseMs) / round.entries) * 1000

/** Lowest, middle and highest round; the ratios are taken within a round. */
export function printRounds(rounds: readonly Round[], print: (line: string) => void): void {
  print(`${rounds.length} rounds of ${rounds[0]!.entries} entries; lowest / middle / highest`)
  for (const [stage, what] of stages) {
    const share = (of: 'nodeMs' | 'databaseMs') =>
      spread(
        rounds.map((round) => (round.used[stage][of] / round.entries) * 1000),
        0,
      )
    print(what)
    print(
      `    entries a second             ${spread(
        rounds.map((round) => rate(round, stage)),
        0,
      )}`,
    )
    print(
      `    µs of processor an entry     ${spread(
        rounds.map((round) => cost(round, stage)),
        0,
      )}`,
    )
    print(`        of the product           ${share('nodeMs')}`)
    print(`        of PostgreSQL            ${share('databaseMs')}`)
    if (stage === 'bare') continue
    const times = rounds.map((round) => cost(round, stage) / cost(round, 'bare'))
    print(`    times the processor of bare  ${spread(times, 1)}`)
    print(
      `    share of the rate of bare    ${spread(
        rounds.map((round) => rate(round, stage) / rate(round, 'bare')),
        2,
      )}`,
    )
  }
}

export function printFlatness(one: Round, ten: Round, print: (line: string) => void): void {
  print(`${ten.entries} entries beside ${one.entries}: processor an entry`)
  for (const [stage, what] of stages)
    print(`    ${what}: ${(cost(ten, stage) / cost(one, stage)).toFixed(2)} times`)
}
