import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { root } from '../check/sources.ts'

/** The shell blocks below a heading of the README, in order, as they stand there. */
export async function readBlocks(heading: string): Promise<string[]> {
  const text = await readFile(join(root, 'README.md'), 'utf8')
  const sections = text.split(/^(?=#{2,3} )/m)
  const section = sections.find((each) => each.startsWith(`${heading}\n`))
  if (section === undefined) throw new Error(`The README has no heading "${heading}".`)
  return [...section.matchAll(/^```sh\n(.*?)^```$/gms)].map((match) => match[1]!)
}

/** A terminal in the checkout in which the README's blocks are pasted one after another. */
export class Terminal {
  readonly #shell
  #output = ''
  #count = 0
  #wake: () => void = () => {}

  constructor(exported: Readonly<Record<string, string>>) {
    const path = `${dirname(process.execPath)}:${process.env.PATH}`
    this.#shell = spawn('sh', ['-eu'], {
      cwd: root,
      env: { PATH: path, HOME: process.env.HOME ?? root, ...exported },
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    for (const stream of [this.#shell.stdout, this.#shell.stderr]) {
      stream.on('data', (bytes: Buffer) => {
        this.#output += bytes.toString()
        this.#wake()
      })
    }
    this.#shell.on('close', () => this.#wake())
    // `npm test` asks for nothing but Node: a machine without curl gets the little of it that the tour needs.
    if (spawnSync('curl', ['--version']).error)
      this.#shell.stdin.write(`curl() { node '${join(import.meta.dirname, 'curl.ts')}' "$@"; }\n`)
  }

  /** Runs a block to its end and returns what it wrote; fails when a command of it fails. */
  async paste(block: string): Promise<string> {
    this.#count += 1
    const mark = `-- end of block ${this.#count} --\n`
    const from = this.#output.length
    this.#shell.stdin.write(`${block}\necho '${mark.trim()}'\n`)
    while (!this.#output.includes(mark, from)) {
      if (this.#shell.exitCode !== null) {
        throw new Error(`A command of the README failed:\n${block}\n${this.#output.slice(from)}`)
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
    return this.#output.slice(from).replace(mark, '')
  }

  async close(): Promise<void> {
    if (this.#shell.exitCode !== null) return
    const gone = once(this.#shell, 'close')
    this.#shell.stdin.end()
    await gone
  }
}
