import type { Config } from '../config.ts'
import { readConfig } from '../config.ts'
import type { Api, Problem } from './client.ts'
import { openClient } from './client.ts'

/** What a command writes to and answers with; given by the composition root, so that tests can look. */
type Terminal = {
  readonly out: (text: string) => void
  /** Progress and complaints; kept apart, so that `--json` output stays one JSON value. */
  readonly err: (text: string) => void
  readonly isInteractive: boolean
}

/** 0 done; 1 refused or failed; 2 wrong use; 3 the answer is no (an unbalanced book, an open case). */
export const exitCodes = { done: 0, failed: 1, misused: 2, no: 3 } as const

export type AdoptAs = 'take_over' | 'same' | 'test' | 'training'

export type LocalCommands = {
  /** An empty installation, until it is told to stop. */
  readonly start: (config: Config) => Promise<void>
  /** The simulated firm and ERP with an installation of their own. */
  readonly sandbox: (config: Config) => Promise<void>
  readonly serve: (config: Config, role: 'api' | 'runner' | 'all') => Promise<void>
  /** Names of the migrations that were applied. */
  readonly migrate: (config: Config) => Promise<readonly string[]>
  /** A key made beside the doors, by whoever may read the installation's home: the first one, or after a lock-out. */
  readonly createKey: (
    config: Config,
    wanted: { name: string; roles: readonly string[]; days: number },
  ) => Promise<string>
  /** Everything the database holds, into a new file. */
  readonly backup: (
    config: Config,
    wanted: {
      readonly target: { readonly file: string } | { readonly directory: string; readonly keep: number }
      readonly plain: boolean
    },
  ) => Promise<BackupSummary & { readonly removed: readonly string[] }>
  /** Reads a backup through without a database. */
  readonly verifyBackup: (config: Config, file: string) => Promise<BackupSummary>
  readonly restore: (
    config: Config,
    wanted: { readonly file: string; readonly takesOver: boolean },
  ) => Promise<RestoreSummary>
  /** What a copy is, said by whoever may read its home. Returns what comes of it. */
  readonly adopt: (config: Config, as: AdoptAs, reason: string) => Promise<string>
  /** The proof, read from the database itself without a running installation. */
  readonly verifyOffline: (
    config: Config,
    wanted: { since: string | null; full: boolean },
  ) => Promise<Verification>
  /** What another engine, or this one, makes of the charges that stand. Changes nothing. */
  readonly compareEngine: (
    config: Config,
    wanted: { engine: string | null; since: string | null },
  ) => Promise<EngineComparison>
  /** What stands, beside what the log and the decisions in it make of it; written only with `apply`. */
  readonly rebuild: (config: Config, wanted: { apply: boolean }) => Promise<Rebuilt>
}

type EngineComparison = {
  readonly engine: string
  readonly counted: number
  /** Clients whose contracts have terms and were not asked again. */
  readonly unasked: readonly { readonly clients: number; readonly why: string }[]
  readonly differences: readonly {
    readonly workId: string
    readonly sourceId: string
    readonly documentId: string | null
    readonly clientId: string
    readonly old: string
    readonly new: string
    readonly currency: string
    readonly cause: string
  }[]
}

type Rebuilt = {
  readonly models: readonly {
    readonly model: string
    readonly counted: number
    readonly differing: number
    readonly applied: number
    /** The first differences. */
    readonly detail: readonly string[]
  }[]
  readonly unread: readonly { readonly what: string; readonly why: string }[]
}

export type BackupSummary = {
  readonly path: string
  readonly bytes: number
  readonly sealed: boolean
  readonly takenAt: string
  readonly version: string
  readonly postgres: string
  readonly installationId: string
  readonly environment: string
  readonly epoch: number
  readonly rows: number
  readonly tables: number
  /** Per cell. */
  readonly logHeads: readonly string[]
  readonly digest: string
  readonly keyFingerprint: string
}

type RestoreSummary = {
  readonly takenAt: string
  readonly rows: number
  readonly digest: string
  readonly migrated: readonly string[]
}

export type Verification = {
  readonly unchecked: readonly { readonly promise: string; readonly what: string; readonly why: string }[]
  readonly checks: readonly {
    readonly promise: string
    readonly name: string
    readonly ok: boolean
    readonly counted: number
    readonly broken: number
    /** The first few offenders. */
    readonly detail: readonly string[]
  }[]
}

export type CommandContext = {
  readonly terminal: Terminal
  readonly local: LocalCommands
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly fetch: typeof fetch
  readonly wait: (ms: number) => Promise<void>
  readonly newId: () => string
}

export type RemoteOptions = { readonly url?: string; readonly key?: string; readonly json?: boolean }

/** A complaint that ends the command; its text is for the person at the terminal. */
export class CommandFailure extends Error {
  readonly exitCode: number
  /** What the installation answered, where it refused a call. */
  readonly problem: Problem | null

  constructor(message: string, exitCode: number = exitCodes.failed, problem: Problem | null = null) {
    super(message)
    this.exitCode = exitCode
    this.problem = problem
  }
}

export function configOf(context: CommandContext): Config {
  const { config, faults } = readConfig(context.environment)
  if (faults === null) return config
  const lines = faults.map((fault) => `  ${fault.message}`)
  throw new CommandFailure(['The configuration is not valid:', ...lines].join('\n'), exitCodes.misused)
}

/** The running installation, called with a key from `--key` or HOURBRIDGE_API_KEY. */
export function apiOf(context: CommandContext, options: RemoteOptions): Api {
  const config = configOf(context)
  const key = options.key ?? config.apiKey
  if (key === null) {
    throw new CommandFailure(
      'This command calls the running installation and needs an API key: make one with `hourbridge key` on its machine or ' +
        'POST /api/v1/api-keys, and set HOURBRIDGE_API_KEY or pass --key.',
      exitCodes.misused,
    )
  }
  const own = `http://${config.httpHost}:${config.httpPort}`
  return openClient({
    url: options.url ?? config.url ?? own,
    key,
    fetch: context.fetch,
    newId: context.newId,
  })
}

export function printJson(context: CommandContext, value: unknown): void {
  context.terminal.out(JSON.stringify(value, null, 2))
}

/** Columns padded to their widest cell; numbers are right-aligned by their callers. */
export function printTable(context: CommandContext, rows: readonly (readonly string[])[]): void {
  const widths: number[] = []
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length)
  }
  for (const row of rows) {
    context.terminal.out(
      row
        .map((cell, index) => cell.padEnd(widths[index]!))
        .join('  ')
        .trimEnd(),
    )
  }
}
