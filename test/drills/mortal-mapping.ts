/** Events that end the process that reads them, each in its own way; the product's own code has no switch for them. */
import { appendFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { directMapping } from '../../src/connectors/direct/connector.ts'

/** While this file stands in the home, an entry named `slow` takes long and writes its beginning into `underWay`. */
export const slowFile = 'slow'
export const underWayFile = 'under-way'
const slowMs = 10_000

export function makeMortal(home: string): void {
  const { work, master } = directMapping
  Object.assign(directMapping, {
    work: (...told: Parameters<typeof work>) => {
      die(home, Buffer.from(told[1]).toString())
      return work(...told)
    },
    master: (...told: Parameters<typeof master>) => {
      die(home, Buffer.from(told[1]).toString())
      return master(...told)
    },
  })
}

function die(home: string, text: string): void {
  if (text.includes('aborts')) process.abort()
  if (text.includes('exhausts')) for (const kept: unknown[] = []; ; ) kept.push(new Array(1e6).fill(kept))
  if (text.includes('hangs')) for (;;);
  if (text.includes('slow') && existsSync(join(home, slowFile))) {
    appendFileSync(join(home, underWayFile), '.')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, slowMs)
  }
}
