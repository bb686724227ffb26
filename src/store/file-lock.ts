import { DatabaseSync } from 'node:sqlite'

export type FileLock = { release(): void }

function open(path: string): DatabaseSync {
  return new DatabaseSync(path, { timeout: 0 })
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && /database is locked/.test(error.message)
}

/**
 * A lock between processes that the operating system gives back when its holder dies, however it dies.
 * Node has no call for file locks; SQLite's own locks on an empty database file are exactly that.
 * Several processes may hold `shared`; `exclusive` excludes everyone. Null when it is taken.
 */
export function tryFileLock(path: string, mode: 'shared' | 'exclusive'): FileLock | null {
  const db = open(path)
  try {
    if (mode === 'exclusive') {
      db.exec('begin exclusive')
    } else {
      db.exec('begin')
      db.prepare('select count(*) from sqlite_schema').get()
    }
  } catch (error) {
    db.close()
    if (isBusy(error)) return null
    throw error
  }
  return { release: () => db.close() }
}

/** Waits for the lock; null when it is still taken after `waitMs`. */
export async function fileLock(
  path: string,
  mode: 'shared' | 'exclusive',
  waitMs: number,
): Promise<FileLock | null> {
  const until = performance.now() + waitMs
  for (;;) {
    const lock = tryFileLock(path, mode)
    if (lock !== null || performance.now() > until) return lock
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
