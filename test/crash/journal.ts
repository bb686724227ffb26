import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs'

/** What a client knows of one entry. Hours in halves: the rig's own arithmetic is whole numbers. */
export type Statement = {
  readonly id: string
  /** Counts the statements of the entry; each has content of its own. */
  readonly no: number
  readonly deleted: boolean
  readonly halfHours: number
  readonly approved: boolean
  readonly worker: string
  readonly project: string
  readonly workOn: string
}
export type Noted =
  | ({ readonly note: 'sent' } & Statement)
  | { readonly note: 'acknowledged'; readonly id: string; readonly no: number; readonly workId: string }
  /** The client got no answer and never asks again: it may have happened, once. */
  | { readonly note: 'given_up'; readonly id: string; readonly no: number }

/** The clients' own memory: an acknowledgement is on disk before the client goes on. */
export class Journal {
  readonly #file: number
  readonly #path: string

  constructor(path: string) {
    this.#path = path
    this.#file = openSync(path, 'a')
  }

  write(notes: readonly Noted[]): void {
    writeSync(this.#file, notes.map((note) => `${JSON.stringify(note)}\n`).join(''))
    if (notes.some((note) => note.note !== 'sent')) fdatasyncSync(this.#file)
  }

  read(): Noted[] {
    return readFileSync(this.#path, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Noted)
  }

  close(): void {
    closeSync(this.#file)
  }
}
