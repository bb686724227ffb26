import { hash } from 'node:crypto'

const limbBytes = 2
const limbs = 32 / limbBytes
const newline = 0x0a

/**
 * Counts the rows of COPY's text format and sums their SHA-256, modulo 2^256. The order of a table's rows is nobody's
 * promise, so what stands in a database is compared by a sum that does not depend on it.
 */
export class RowSum {
  rows = 0
  // Sums of 16-bit limbs, each exact in a double until 2^37 rows; carried when the sum is told.
  readonly #sums = new Float64Array(limbs)
  #rest: Uint8Array = Buffer.alloc(0)

  /** Takes any stretch of the stream; it may end inside a row. */
  add(bytes: Buffer): void {
    let from = 0
    for (;;) {
      const end = bytes.indexOf(newline, from)
      if (end < 0) break
      const row = bytes.subarray(from, end)
      this.#addRow(this.#rest.length === 0 ? row : Buffer.concat([this.#rest, row]))
      if (this.#rest.length > 0) this.#rest = Buffer.alloc(0)
      from = end + 1
    }
    if (from < bytes.length) this.#rest = Buffer.concat([this.#rest, bytes.subarray(from)])
  }

  /** As hex. Throws where the stream ended inside a row. */
  digest(): string {
    if (this.#rest.length > 0) throw new Error('A table ended inside a row.')
    let sum = 0n
    for (let at = 0; at < limbs; at += 1) sum = (sum << 16n) + BigInt(this.#sums[at]!)
    return BigInt.asUintN(256, sum).toString(16).padStart(64, '0')
  }

  #addRow(row: Uint8Array): void {
    this.rows += 1
    const digest = hash('sha256', row, 'buffer')
    for (let at = 0; at < limbs; at += 1) this.#sums[at]! += digest.readUInt16BE(at * limbBytes)
  }
}
