/** The product's own loops a round at a time, their deaths, and two processes that compete. */
import type { Loop } from '../../src/runner/loops.ts'
import { newProgram, type Life } from './life.ts'
import { Death } from './mortal.ts'
import type { Program } from './program.ts'

const mostRounds = 30

/** One round; what it throws beside death is a finding, because the running product would only log it. */
async function round(life: Life, program: Program, loop: Loop): Promise<number> {
  try {
    return await loop.round()
  } catch (error) {
    if (program.self.dead || error instanceof Death) throw new Death()
    life.findings.push(
      `loop ${loop.name} failed: ${error instanceof Error ? (error.stack ?? error.message) : error}`,
    )
    return 0
  }
}

/** Rounds until there is nothing to do, a few at most. */
export async function rounds(life: Life, program: Program, name: string, most: number): Promise<number> {
  const loop = program.loops.get(name)
  let done = 0
  for (let i = 0; loop !== undefined && i < most; i += 1) {
    const one = await round(life, program, loop)
    done += one
    if (one === 0) break
  }
  return done
}

/** Pulling finds other streams due at every round; posting wants its turn as often as all others together. */
const turns = [
  ...[
    'groups',
    'groups',
    'charging',
    'charging',
    'charging',
    'learning',
    'learning',
    'changes',
    're-evaluation',
  ],
  ...['pulling 1', 'pulling 1', 'pulling 1', 'pulling 2', 'differences', 'differences', 'schedules'],
  ...['release by rule', 'housekeeping', 'cost firm', 'cost firm', 'cost firm', 'cost firm'],
  ...['documents firm', 'documents firm', 'documents firm', 'documents firm'],
] as const

async function turn(life: Life, program: Program, name: string): Promise<number> {
  if (name !== 'charging') return rounds(life, program, name, name.startsWith('pulling') ? 3 : 2)
  let done = 0
  for (const one of program.loops.keys())
    if (one.startsWith('charging')) done += await rounds(life, program, one, 2)
  return done
}

export async function work(life: Life, program: Program): Promise<string> {
  const name = life.random.pick(turns)
  return `${name}: ${await turn(life, program, name)}`
}

/** Every loop until none of them finds anything. Returns how much was done. */
export async function everything(life: Life, program: Program): Promise<number> {
  let done = 0
  await program.follow()
  for (const name of program.loops.keys()) {
    const most = name.startsWith('pulling') ? 12 : mostRounds
    const one = await rounds(life, program, name, most)
    // Reading again finds nothing new, and a decision that is learned of changes nothing.
    if (!name.startsWith('pulling') && name !== 'learning') done += one
  }
  return done
}

/** The process dies in the middle of its work; another one starts, at once or later. */
export async function crash(life: Life): Promise<string> {
  const program = life.programs[0]!
  program.self.left = 1 + life.random.whole(60)
  const lived: string[] = []
  try {
    for (let i = 0; i < 6; i += 1) lived.push(await work(life, program))
  } catch (error) {
    if (!program.self.dead && !(error instanceof Death)) throw error
  }
  program.self.dead = true
  life.programs = life.programs.filter((one) => one !== program)
  if (life.programs.length === 0) await newProgram(life)
  return `${program.number} died after ${lived.join('; ')}`
}

type Runner = {
  readonly program: Program
  readonly act: () => Promise<void>
  go: (() => void) | null
  ended: Promise<void> | null
  done: boolean
}

/**
 * Several processes at once, in turns that the seed decides: whoever goes on runs to its next transaction or call.
 * Time may pass while one of them is in the middle of something.
 */
async function interleave(life: Life, programs: readonly Program[], lasts: number): Promise<string> {
  const { random } = life
  let halted: () => void = () => {}
  const runners = programs.map((program): Runner => {
    const act = async () => {
      for (let i = 0; i < lasts; i += 1) await work(life, program)
    }
    const runner: Runner = { program, act, go: null, ended: null, done: false }
    program.self.gate = () =>
      new Promise<void>((resolve) => {
        runner.go = resolve
        halted()
      })
    return runner
  })
  let switches = 0
  for (;;) {
    const ready = runners.filter((one) => !one.done)
    if (ready.length === 0) break
    const runner = random.pick(ready)
    switches += 1
    if (random.chance(2)) await life.time.pass(random.pick([1_000, 20_000, 200_000]))
    const stopped = new Promise<void>((resolve) => {
      halted = resolve
    })
    if (runner.ended === null)
      runner.ended = runner
        .act()
        .catch((error: unknown) => {
          if (!(error instanceof Death)) throw error
        })
        .finally(() => {
          runner.done = true
          halted()
        })
    else runner.go!()
    await stopped
  }
  for (const runner of runners) {
    runner.program.self.gate = null
    await runner.ended
  }
  return `${switches} turns`
}

/** A second process starts while the first lives; one of them may die, or both go on. */
export async function compete(life: Life): Promise<string> {
  if (life.programs.length < 2) await newProgram(life)
  const [one, other] = life.programs as [Program, Program]
  if (life.random.chance(30)) life.random.pick([one, other]).self.left = 20 + life.random.whole(100)
  const told = await interleave(life, [one, other], 3)
  const dead = life.programs.filter((each) => each.self.dead)
  for (const each of life.programs) each.self.left = null
  life.programs = life.programs.filter((each) => !each.self.dead)
  if (life.programs.length === 0) await newProgram(life)
  return `${told}${dead.map((each) => `, ${each.number} died`).join('')}`
}

/** An orderly end: whatever a loop gives back, it gives back. */
export async function leave(life: Life): Promise<string> {
  const program = life.programs.shift()!
  for (const loop of program.loops.values()) await loop.end?.()
  program.self.dead = true
  if (life.programs.length === 0) await newProgram(life)
  return `${program.number} left`
}
