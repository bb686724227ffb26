/** Each planted bug is hunted with the one fault that brings it to light, until a witness shows it. */
import { databaseCycles, processCycles } from './hands.ts'
import { plants } from './plants.ts'
import { caughtBy } from './report.ts'
import { runRig } from './rig.ts'

/** A bug that hides from this many cycles is not caught. The later rounds are longer. */
const rounds = [12, 40, 120]
const drainWithinMs = 8_000
const shownCharacters = 90

type Caught = { readonly plant: string; readonly by: string | null; readonly cycles: number }

async function hunt(plant: string, seed: number, say: (line: string) => void): Promise<Caught> {
  let cycles = 0
  for (const [round, most] of rounds.entries()) {
    const told = await runRig({
      ...{
        cycles: most,
        seed: seed + round,
        plant,
        database: null,
        bundled: true,
        drainWithinMs,
        say: () => {},
      },
      faults: [plants[plant]!.fault],
    })
    cycles += processCycles(told) + databaseCycles(told)
    const by = caughtBy(plant, told)
    say(`${plant}: ${cycles} cycles, ${by === null ? 'not caught' : 'caught'}`)
    if (by !== null) return { plant, by, cycles }
  }
  return { plant, by: null, cycles }
}

/** Prints the table of what was caught by what after how many cycles. True when everything was. */
export async function huntPlants(
  wanted: readonly string[],
  seed: number,
  say: (line: string) => void,
): Promise<boolean> {
  const table: Caught[] = []
  for (const plant of wanted) table.push(await hunt(plant, seed, say))
  console.log('| planted | fault | cycles | caught by |\n| --- | --- | --- | --- |')
  for (const { plant, by, cycles } of table) {
    const told = by === null ? 'NOT CAUGHT' : by.slice(0, shownCharacters)
    console.log(`| ${plant} | ${plants[plant]!.fault} | ${cycles} | ${told} |`)
  }
  const caught = table.filter((one) => one.by !== null).length
  console.log(`caught ${caught} of ${table.length} planted bugs`)
  return caught === table.length
}
