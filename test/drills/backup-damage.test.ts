import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { packTar, unpackTar } from 'modern-tar'
import { Fault } from '../../src/kernel/errors.ts'
import { readBackup } from '../../src/store/backup/read.ts'
import { keyFingerprint } from '../../src/store/backup/sealed-file.ts'
import { backupKey, backUpTo, openTestInstallation, temporaryDirectory } from '../support/backups.ts'
import { entry, smallFirm } from '../support/firm.ts'
import { createHub, type Hub } from '../support/hub.ts'

let hub: Hub
let directory: Awaited<ReturnType<typeof temporaryDirectory>>
const whole: Record<'sealed' | 'plain', Buffer> = { sealed: Buffer.alloc(0), plain: Buffer.alloc(0) }

before(async () => {
  directory = await temporaryDirectory()
  hub = await createHub()
  await openTestInstallation(hub.store)
  await hub.learn(smallFirm)
  await hub.receive([entry('e1'), entry('e2')])
  await hub.settle()
  for (const kind of ['sealed', 'plain'] as const) {
    const path = join(directory.path, kind)
    await backUpTo(hub.url, path, { plain: kind === 'plain' })
    whole[kind] = await readFile(path)
  }
})
after(async () => {
  await hub.drop()
  await directory.remove()
})

async function look(bytes: Uint8Array): Promise<'whole' | 'refused'> {
  const path = join(directory.path, 'looked at')
  await writeFile(path, bytes)
  return readBackup(path, backupKey).then(
    () => 'whole' as const,
    (error: unknown) => {
      // Anything but a refusal in words would be an accident, not a check.
      assert.ok(error instanceof Fault, String(error))
      assert.ok(['BACKUP_DAMAGED', 'RESTORE_REFUSED'].includes(error.code), error.code)
      return 'refused' as const
    },
  )
}

function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes)
  changed[at]! ^= 1 << (at % 8)
  return changed
}

const everyPlace = process.env.DRILL_EVERY_STEP === 'yes'

/** Bytes of the beginning and the end, where the layout is told, and of every stretch between. */
function places(length: number): number[] {
  if (everyPlace) return Array.from({ length }, (_, at) => at)
  const edge = 120
  const found = new Set<number>()
  for (let at = 0; at < edge; at += 1) found.add(at).add(length - 1 - at)
  // The two fields of a tar's header that readers are lax about: size and sum.
  for (let at = 120; at < 160; at += 1) found.add(at)
  for (let at = edge; at < length - edge; at += 251) found.add(at)
  return [...found]
}

for (const kind of ['sealed', 'plain'] as const) {
  test(`a changed bit is seen in every region of a ${kind} backup`, async (t) => {
    assert.equal(await look(whole[kind]), 'whole')
    const missed: number[] = []
    const tried = places(whole[kind].length)
    for (const at of tried) if ((await look(flipped(whole[kind], at))) === 'whole') missed.push(at)
    assert.deepEqual(missed, [])
    t.diagnostic(`${tried.length} places of ${whole[kind].length} bytes`)
  })

  test(`a ${kind} backup that is cut short, doubled or continued is refused`, async () => {
    const bytes = whole[kind]
    for (const length of [
      0,
      1,
      26,
      27,
      51,
      52,
      511,
      512,
      1024,
      Math.floor(bytes.length / 2),
      bytes.length - 1,
    ]) {
      assert.equal(await look(bytes.subarray(0, length)), 'refused', `cut to ${length}`)
    }
    assert.equal(await look(Buffer.concat([bytes, Buffer.from([0])])), 'refused')
    assert.equal(await look(Buffer.concat([bytes, Buffer.alloc(1024)])), 'refused')
    assert.equal(await look(Buffer.concat([bytes, bytes])), 'refused')
  })
}

type Part = { header: { name: string; size: number }; data?: Uint8Array }

async function rebuilt(change: (parts: Part[]) => Part[]): Promise<Uint8Array> {
  const parts = change((await unpackTar(whole.plain)) as Part[])
  return packTar(
    parts.map((part) => ({
      header: { ...part.header, size: part.data?.length ?? 0 },
      body: part.data ?? new Uint8Array(),
    })),
  )
}

const namedFirst = (parts: Part[], name: RegExp) => parts.findIndex((part) => name.test(part.header.name))

test('a plain backup whose parts were rearranged by somebody without the key is refused', async () => {
  assert.equal(await look(await rebuilt((parts) => parts)), 'whole')
  const changes: Record<string, (parts: Part[]) => Part[]> = {
    'a part left out': (parts) => parts.filter((_, at) => at !== namedFirst(parts, /events/)),
    'a part twice': (parts) =>
      parts.flatMap((part) => (/works/.test(part.header.name) ? [part, part] : [part])),
    'a part renamed': (parts) =>
      parts.map((part) => ({
        ...part,
        header: { ...part.header, name: part.header.name.replace('tables/charges/', 'tables/works2/') },
      })),
    'a path that leads outside': (parts) =>
      parts.map((part) => ({
        ...part,
        header: { ...part.header, name: part.header.name.replace('tables/charges/', '../../etc/') },
      })),
    'no manifest': (parts) => parts.slice(0, -1),
    'another head': (parts) => {
      const head = JSON.parse(Buffer.from(parts[0]!.data!).toString())
      const body = JSON.stringify({ ...head, environment: 'production' })
      return [{ ...parts[0]!, data: Buffer.from(body) }, ...parts.slice(1)]
    },
    'a manifest that was recounted': (parts) => {
      const last = parts.at(-1)!
      const manifest = JSON.parse(Buffer.from(last.data!).toString())
      manifest.tables[0].rows += 1
      return [...parts.slice(0, -1), { ...last, data: Buffer.from(JSON.stringify(manifest)) }]
    },
  }
  for (const [name, change] of Object.entries(changes))
    assert.equal(await look(await rebuilt(change)), 'refused', name)
})

test('a backup of a newer format and one of another key are told apart from a damaged one', async () => {
  const newer = await rebuilt((parts) => {
    const head = JSON.parse(Buffer.from(parts[0]!.data!).toString())
    return [{ ...parts[0]!, data: Buffer.from(JSON.stringify({ ...head, format: 2 })) }, ...parts.slice(1)]
  })
  const path = join(directory.path, 'newer')
  await writeFile(path, newer)
  await assert.rejects(readBackup(path, backupKey), /format 2.*reads up to 1/)
  const other = Buffer.alloc(32, 9)
  for (const kind of ['sealed', 'plain']) {
    await assert.rejects(
      readBackup(join(directory.path, kind), other),
      (error: Error) =>
        error.message.includes(keyFingerprint(backupKey)) && error.message.includes(keyFingerprint(other)),
    )
  }
  assert.ok(!whole.sealed.includes('Brückner') && !whole.sealed.includes('installations'))
})
