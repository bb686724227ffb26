import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'

/** What is kept in the home about the newest backup made on this machine, so that its age can be told. */
type LastBackup = {
  readonly installationId: string
  readonly takenAt: string
  readonly path: string
  readonly bytes: number
  readonly digest: string
}

const fileName = 'last-backup.json'

export async function noteBackup(home: string, made: LastBackup): Promise<void> {
  const path = join(home, fileName)
  const partial = `${path}.partial`
  const file = await open(partial, 'w', 0o600)
  try {
    await file.writeFile(JSON.stringify(made))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(partial, path)
}

/** Null where none is known, or what is noted cannot be read. */
export async function readLastBackup(home: string): Promise<LastBackup | null> {
  try {
    return JSON.parse(await readFile(join(home, fileName), 'utf8')) as LastBackup
  } catch {
    return null
  }
}
