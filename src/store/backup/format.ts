/**
 * What a backup file holds. It is a tar of: `head.json`, the tables in chunks, `manifest.json`. Sealed (the standard)
 * that tar lies in frames of `sealed-file.ts`. A reader refuses a format above its own, so the number is raised by
 * whatever an older reader would misread.
 */
export const backupFormat = 1

export const headName = 'head.json'
export const manifestName = 'manifest.json'

/**
 * Raw bytes of one chunk before compression: what a backup or restore holds in memory a few times over. Chunks cut a
 * table's stream anywhere, so no row is too long.
 */
export const chunkBytes = 4_194_304

/** The largest entry a reader believes. The manifest takes a hundred bytes a chunk: this is enough for terabytes. */
export const entryBytesLimit = 67_108_864

export type AppliedMigration = { readonly number: number; readonly name: string; readonly digest: string }

/** Where the log of a cell ended in the snapshot. `chain` proves everything before it. */
export type LogHead = { readonly cell: number; readonly position: string; readonly chain: string }

export type BackupHead = {
  readonly format: number
  /** Of the program that wrote it. */
  readonly version: string
  /** When the snapshot was taken, ISO. */
  readonly takenAt: string
  readonly postgres: string
  readonly installationId: string
  readonly environment: string
  readonly epoch: number
  /** Tells which sealing key the restored database needs, and nothing about the key. */
  readonly keyFingerprint: string
  readonly migrations: readonly AppliedMigration[]
  readonly logHeads: readonly LogHead[]
}

export type ChunkRecord = { readonly bytes: number; readonly sha256: string }

export type TableRecord = {
  readonly name: string
  readonly columns: readonly string[]
  readonly rows: number
  /** Over the rows in any order (row-sum.ts): the same in every database that holds exactly these rows. */
  readonly sum: string
  /** Of the raw text before compression, chunk by chunk. */
  readonly chunks: readonly ChunkRecord[]
}

export type SequenceRecord = { readonly name: string; readonly value: string; readonly called: boolean }

export type Manifest = {
  /** Of `head.json`. */
  readonly head: string
  readonly tables: readonly TableRecord[]
  readonly sequences: readonly SequenceRecord[]
  /** Of all of the above: what a person compares two files by. */
  readonly digest: string
  /** Of the digest, with the installation's key: nobody without it makes a backup that is taken for ours. */
  readonly mark: string
}

/** How many digits number a table's chunks: ten million of them are forty terabytes. */
const chunkDigits = 7

export function chunkName(table: string, index: number): string {
  return `tables/${table}/${String(index).padStart(chunkDigits, '0')}.copy.zst`
}

/** A file that was written or read through. */
export type BackupRead = {
  readonly head: BackupHead
  readonly manifest: Manifest
  readonly sealed: boolean
  readonly bytes: number
}
