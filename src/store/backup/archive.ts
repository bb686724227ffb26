import { hash } from 'node:crypto'
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import { packTar, unpackTar } from 'modern-tar'
import { chunkBytes, entryBytesLimit } from './format.ts'
import { damaged, type Sink, type Source } from './sealed-file.ts'

const block = 512
const endBytes = 2 * block
const sumAt = 148
const sumDigits = 8
const sizeAt = 124
const sizeDigits = 12

const compressBytes = promisify(zstdCompress)
const decompressBytes = promisify(zstdDecompress)

export function digestOf(bytes: Uint8Array | string): string {
  return hash('sha256', bytes)
}

/** zstd at its standard level: the sealed payloads are as good as random, and all else is text that gives at any. */
export function compress(raw: Buffer): Promise<Buffer> {
  return compressBytes(raw) as Promise<Buffer>
}

/** Never more than a chunk may hold: a small file that unpacks to a huge one is refused. */
export async function decompress(packed: Buffer): Promise<Buffer> {
  try {
    return (await decompressBytes(packed, { maxOutputLength: chunkBytes })) as Buffer
  } catch {
    throw damaged('a part of it does not unpack')
  }
}

/** One file of the tar, held whole: the entries are small by construction. */
export async function writeEntry(sink: Sink, name: string, body: Uint8Array, at: Date): Promise<void> {
  const header = { name, size: body.length, mode: 0o600, mtime: at, uid: 0, gid: 0, type: 'file' as const }
  const packed = await packTar([{ header, body }])
  // The end mark of an archive is written once, by `endArchive`.
  await sink.write(packed.subarray(0, packed.length - endBytes))
}

export async function endArchive(sink: Sink): Promise<void> {
  await sink.write(Buffer.alloc(endBytes))
  await sink.end()
}

/** Readers of tar forgive much in the field that sums a header up; here it is one spelling or damage. */
function isSummed(head: Buffer): boolean {
  let sum = ' '.charCodeAt(0) * sumDigits
  for (const [at, byte] of head.entries()) if (at < sumAt || at >= sumAt + sumDigits) sum += byte
  const told = head.toString('latin1', sumAt, sumAt + sumDigits)
  return told === `${sum.toString(8).padStart(sumDigits - 2, '0')}\0 `
}

export type Entry = { readonly name: string; readonly body: Buffer }

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0)
}

/**
 * The next file, null behind the last. Every byte counts: a changed header shows in its checksum, padding has to be
 * zero, and bodies are compared with the manifest by the caller.
 */
export async function readEntry(source: Source): Promise<Entry | null> {
  const head = Buffer.from(await source.take(block))
  if (isZero(head)) {
    if (!isZero(await source.take(block)) || !(await source.atEnd())) {
      throw damaged('something was added behind its end')
    }
    return null
  }
  const octal = head.toString('latin1', sizeAt, sizeAt + sizeDigits)
  const size = /^[0-7]{11}[\0 ]$/.test(octal) ? Number.parseInt(octal, 8) : Number.POSITIVE_INFINITY
  if (size > entryBytesLimit || !isSummed(head))
    throw damaged('it is not a backup, or its directory was changed')
  const padded = Math.ceil(size / block) * block
  const rest = await source.take(padded)
  if (!isZero(rest.subarray(size))) throw damaged('bytes between its parts were changed')
  const [entry] = await unpackTar(Buffer.concat([head, rest, Buffer.alloc(endBytes)]), {
    strict: true,
  }).catch(() => {
    throw damaged('it is not a backup, or its directory was changed')
  })
  if (entry?.data === undefined) throw damaged('it holds something that is no file')
  return { name: entry.header.name, body: Buffer.from(entry.data) }
}
