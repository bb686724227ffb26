import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { assert } from '../kernel/errors.ts'
import { digestText } from '../kernel/digest.ts'

export type Migration = {
  readonly number: number
  readonly name: string
  readonly sql: string
  /** Over name and content, line ends made equal so that a checkout on another system has the same. */
  readonly digest: Buffer
}

const migrationsDirectory = fileURLToPath(new URL('../../migrations', import.meta.url))

const folderName = /^(\d{4})-([a-z0-9]+(?:-[a-z0-9]+)*)$/

/** The released migrations in order. Each is a folder `NNNN-name` with an `up.sql` and a test. */
export async function readMigrations(directory: string = migrationsDirectory): Promise<Migration[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  const migrations = await Promise.all(
    names.map(async (name) => {
      const match = folderName.exec(name)
      assert(match !== null, `The folder migrations/${name} is not named NNNN-name.`)
      const sql = (await readFile(join(directory, name, 'up.sql'), 'utf8')).replaceAll('\r\n', '\n')
      return { number: Number(match[1]), name, sql, digest: Buffer.from(digestText(name, sql), 'hex') }
    }),
  )
  for (const [index, migration] of migrations.entries()) {
    const twin = migrations[index - 1]
    assert(twin?.number !== migration.number, `Two migrations bear the number of ${migration.name}.`)
  }
  return migrations
}
