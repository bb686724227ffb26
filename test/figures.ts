/**
 * The last figures of the rigs, kept beside the promises they prove: a rig that ran large says what it found here, and
 * `docs/reference/guarantees.md` is generated from it. Small runs inside `npm test` keep nothing.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '..', 'docs', 'reference', 'figures')

export type Figure = {
  /** The rig's name, and the file's. */
  readonly rig: string
  /** ISO day. */
  readonly on: string
  /** The commit that ran, short; with `+` where the work tree held more than it. */
  readonly commit: string
  /** The command a reader repeats it with. */
  readonly command: string
  /** What it found, in one sentence with its numbers. */
  readonly found: string
}

function git(...words: string[]): string {
  return execFileSync('git', words, { cwd: folder, encoding: 'utf8' }).trim()
}

/** Writes the figure where `--keep-figures` stands on the command line; otherwise does nothing. */
export function keepFigure(figure: Pick<Figure, 'rig' | 'command' | 'found'>): void {
  if (!process.argv.includes('--keep-figures')) return
  mkdirSync(folder, { recursive: true })
  const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '+'
  const whole: Figure = {
    rig: figure.rig,
    on: new Date().toISOString().slice(0, 10),
    commit: git('rev-parse', '--short', 'HEAD') + changed,
    command: figure.command,
    found: figure.found,
  }
  writeFileSync(join(folder, `${figure.rig}.json`), `${JSON.stringify(whole, null, 2)}\n`)
}

/** Every figure kept, by rig. */
export function keptFigures(): Map<string, Figure> {
  let names: string[] = []
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json'))
  } catch {
    return new Map()
  }
  const figures = names.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Figure)
  return new Map(figures.map((figure) => [figure.rig, figure]))
}
