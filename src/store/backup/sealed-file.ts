import { hkdfSync } from 'node:crypto'
import { Fault } from '../../kernel/errors.ts'
import { seal, sealingKeyBytes, unseal } from '../../kernel/sealing.ts'

/**
 * Layout: the mark, the key's fingerprint, a salt, then frames. Each frame is its length (4 bytes, of the plain part,
 * highest bit set on the last), then what `seal` made of at most `frameBytes`. The key is of this file alone (HKDF of
 * the installation's key with the salt), so a counter is a nonce that never comes twice. A frame is bound to the
 * file's beginning, its number and whether it is the last: frames cannot be cut off, moved or taken from another file.
 */
export const sealedMark = Buffer.from('hourbridge-backup-sealed/1\n')

const fingerprintBytes = 8
const saltBytes = 16
const frameBytes = 1_048_576
const frameOverhead = 28
const nonceBytes = 12
const lastFlag = 0x80000000
const prefixBytes = sealedMark.length + fingerprintBytes + saltBytes

/** Which key it is, without telling anything about it. */
export function keyFingerprint(masterKey: Uint8Array): string {
  const derived = hkdfSync('sha256', masterKey, '', 'hourbridge key fingerprint', fingerprintBytes)
  return Buffer.from(derived).toString('hex')
}

function fileKey(masterKey: Uint8Array, salt: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', masterKey, salt, 'hourbridge backup file', sealingKeyBytes))
}

function contextOf(prefix: Buffer, index: number, last: boolean): string {
  return `${prefix.toString('hex')} ${index} ${last ? 'last' : 'more'}`
}

/** A nonce made of the frame's number. */
function nonceOf(index: number): Buffer {
  const nonce = Buffer.alloc(nonceBytes)
  nonce.writeUIntBE(index, nonceBytes - 6, 6)
  return nonce
}

export type Sink = { write(bytes: Uint8Array): Promise<void>; end(): Promise<void> }

/** Seals what is written to it, a frame at a time, and hands the frames on. */
export function sealingSink(
  masterKey: Uint8Array,
  random: (bytes: number) => Uint8Array,
  write: (bytes: Uint8Array) => Promise<void>,
): Sink {
  const salt = random(saltBytes)
  const key = fileKey(masterKey, salt)
  const prefix = Buffer.concat([sealedMark, Buffer.from(keyFingerprint(masterKey), 'hex'), salt])
  let waiting: Buffer = Buffer.alloc(0)
  let index = 0
  let begun = false
  const frame = async (plain: Uint8Array, last: boolean) => {
    if (!begun) await write(prefix)
    begun = true
    const length = Buffer.alloc(4)
    length.writeUInt32BE((plain.length | (last ? lastFlag : 0)) >>> 0)
    await write(Buffer.concat([length, seal(key, plain, contextOf(prefix, index, last), nonceOf(index))]))
    index += 1
  }
  return {
    async write(bytes) {
      waiting = waiting.length === 0 ? Buffer.from(bytes) : Buffer.concat([waiting, bytes])
      while (waiting.length > frameBytes) {
        await frame(waiting.subarray(0, frameBytes), false)
        waiting = waiting.subarray(frameBytes)
      }
    },
    end: () => frame(waiting, true),
  }
}

export type Source = {
  /** Exactly so many bytes; a file that ends before is damaged. */
  take(bytes: number): Promise<Buffer>
  /** True after the last byte. */
  atEnd(): Promise<boolean>
}

export function damaged(what: string): Fault {
  return new Fault('BACKUP_DAMAGED', { message: `The backup cannot be used: ${what}. Take another one.` })
}

/** Reads stretches of an asked length out of a stream of buffers. */
export function sourceOf(stream: AsyncIterable<Buffer>): Source {
  const from = stream[Symbol.asyncIterator]()
  let have: Buffer = Buffer.alloc(0)
  const fill = async (bytes: number) => {
    const parts = [have]
    let length = have.length
    while (length < bytes) {
      const next = await from.next()
      if (next.done) break
      parts.push(next.value as Buffer)
      length += next.value.length
    }
    have = parts.length === 1 ? have : Buffer.concat(parts)
  }
  return {
    async take(bytes) {
      await fill(bytes)
      if (have.length < bytes) throw damaged('the file ends too early')
      const taken = have.subarray(0, bytes)
      have = have.subarray(bytes)
      return taken
    },
    async atEnd() {
      await fill(1)
      return have.length === 0
    },
  }
}

async function* openFrames(raw: Source, prefix: Buffer, key: Uint8Array): AsyncGenerator<Buffer> {
  for (let index = 0; ; index += 1) {
    const head = (await raw.take(4)).readUInt32BE()
    const last = (head & lastFlag) !== 0
    const length = (head & ~lastFlag) >>> 0
    if (length > frameBytes) throw damaged(`part ${index} of the file was changed`)
    const plain = unseal(key, await raw.take(length + frameOverhead), contextOf(prefix, index, last))
    if (plain === null) throw damaged(`part ${index} of the file was changed`)
    yield plain
    if (!last) continue
    if (!(await raw.atEnd())) throw damaged('something was added behind its end')
    return
  }
}

/** What lies under the seal. Throws RESTORE_REFUSED when another key sealed it, BACKUP_DAMAGED when bytes differ. */
export async function openSealed(raw: Source, masterKey: Uint8Array): Promise<Source> {
  const prefix = Buffer.from(await raw.take(prefixBytes))
  if (!prefix.subarray(0, sealedMark.length).equals(sealedMark)) throw damaged('it does not begin as one')
  const sealedWith = prefix.subarray(sealedMark.length, sealedMark.length + fingerprintBytes).toString('hex')
  refuseOtherKey(sealedWith, masterKey)
  return sourceOf(openFrames(raw, prefix, fileKey(masterKey, prefix.subarray(-saltBytes))))
}

export function refuseOtherKey(fingerprint: string, masterKey: Uint8Array): void {
  const own = keyFingerprint(masterKey)
  if (own === fingerprint) return
  throw new Fault('RESTORE_REFUSED', {
    message:
      `The backup needs the sealing key ${fingerprint}, and the key given is ${own}. Put the key of the installation ` +
      'that made the backup into the home as master.key (mode 600), or name it with HOURBRIDGE_MASTER_KEY_FILE.',
  })
}
