import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { partialMark } from './output-file.ts'

const ending = '.hourbridge'
const namePattern = /^(.+)-(\d{8}T\d{6}Z)\.hourbridge$/
const partialPattern = /^(.+)-\d{8}T\d{6}Z\.hourbridge\.partial-[0-9a-f]+$/

/** A file that a killed backup left is believed dead after this: no backup takes a day. Milliseconds. */
const partialAgeMs = 86_400_000

/** The name by which an installation's backups lie side by side in one directory, the oldest first. */
export function backupName(series: string, at: Date): string {
  return `${series}-${at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '')}${ending}`
}

async function isOld(path: string, now: Date): Promise<boolean> {
  const found = await stat(path).catch(() => null)
  return found !== null && now.getTime() - found.mtimeMs > partialAgeMs
}

/**
 * Removes all of a series but the newest `keep`, and what killed backups left. Called after a new one is complete, so
 * that a backup that fails removes none. Returns the names removed.
 */
export async function rotate(directory: string, series: string, keep: number, now: Date): Promise<string[]> {
  const names = (await readdir(directory)).sort()
  const whole = names.filter((name) => namePattern.exec(name)?.[1] === series)
  const removed = whole.slice(0, Math.max(whole.length - keep, 0))
  for (const name of names) {
    const isPartial = name.includes(partialMark) && partialPattern.exec(name)?.[1] === series
    if (isPartial && (await isOld(join(directory, name), now))) removed.push(name)
  }
  for (const name of removed) await rm(join(directory, name), { force: true })
  return removed
}
