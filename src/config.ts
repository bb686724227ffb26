import { homedir } from 'node:os'
import { join } from 'node:path'

/**
 * `secret` values are never shown. `duration` is in milliseconds and `bytes` in bytes, both plain whole numbers.
 * A `statement` is an intention spelled out: it is `yes` or absent.
 */
type SettingType =
  | { readonly kind: 'text' }
  | { readonly kind: 'path' }
  | { readonly kind: 'postgres_url' }
  | { readonly kind: 'hosts' }
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'whole'; readonly least: number; readonly most: number; readonly unit: string }
  | { readonly kind: 'statement' }

export type Setting = {
  readonly env: string
  readonly type: SettingType
  /** Written as in the environment; null when there is no value unless one is given. */
  readonly standard: string | null
  readonly secret?: boolean
  readonly description: string
}

const whole = (least: number, most: number, unit: string) =>
  ({ kind: 'whole', least, most, unit }) as const satisfies SettingType

/** Every setting there is. The reference page is generated from this table. */
export const settings = {
  home: {
    env: 'HOURBRIDGE_HOME',
    type: { kind: 'path' },
    standard: null,
    description:
      'Where the embedded database, its programs and the sealing key lie, outside the checkout. Without it: ' +
      '/var/lib/hourbridge as root, otherwise hourbridge below XDG_DATA_HOME or ~/.local/share, and ' +
      '/var/tmp/hourbridge-<user id> where the database could not reach that.',
  },
  databaseUrl: {
    env: 'DATABASE_URL',
    type: { kind: 'postgres_url' },
    standard: null,
    secret: true,
    description:
      'A PostgreSQL server of your own, version 15 or later. Without it the embedded one (18) is started.',
  },
  databaseConnections: {
    env: 'HOURBRIDGE_DATABASE_CONNECTIONS',
    type: whole(2, 200, 'connections'),
    standard: '10',
    description: 'Most connections to the database that one process holds.',
  },
  statementTimeoutMs: {
    env: 'HOURBRIDGE_STATEMENT_TIMEOUT_MS',
    type: whole(100, 3_600_000, 'ms'),
    standard: '30000',
    description: 'The longest a statement may run before the database ends it.',
  },
  acceptsDataLoss: {
    env: 'HOURBRIDGE_ACCEPT_DATA_LOSS',
    type: { kind: 'statement' },
    standard: null,
    description:
      'Dangerous. `yes` allows a database server with fsync or full_page_writes off, which loses acknowledged ' +
      'work when the machine stops. Refused in production.',
  },
  environment: {
    env: 'HOURBRIDGE_ENVIRONMENT',
    type: { kind: 'choice', of: ['production', 'test', 'training', 'sandbox'] },
    standard: 'production',
    description:
      'What this installation is for. It is written into the database once and stands in every key sent out.',
  },
  httpHost: {
    env: 'HOURBRIDGE_HTTP_HOST',
    type: { kind: 'text' },
    standard: '127.0.0.1',
    description:
      'The address that console and API listen on. Put a proxy with TLS before any other than this.',
  },
  httpPort: {
    env: 'HOURBRIDGE_HTTP_PORT',
    type: whole(0, 65_535, 'port'),
    standard: '4000',
    description: 'The port that console and API listen on; 0 takes a free one.',
  },
  masterKey: {
    env: 'HOURBRIDGE_MASTER_KEY',
    type: { kind: 'text' },
    standard: null,
    secret: true,
    description:
      'The key that seals secrets and payloads: 32 bytes, as 64 hexadecimal digits. Prefer the file. It is never in ' +
      'the database; without it a backup cannot be read.',
  },
  masterKeyFile: {
    env: 'HOURBRIDGE_MASTER_KEY_FILE',
    type: { kind: 'path' },
    standard: null,
    description:
      'A file of mode 600 with that key. Without both it is `master.key` in the home, made at the first start.',
  },
  instance: {
    env: 'HOURBRIDGE_INSTANCE',
    type: { kind: 'text' },
    standard: null,
    description:
      'A name for the place where this installation stands, the same on all its machines and another one for every ' +
      'copy. Set it where the home is on a file system that does not keep its inodes, or where a server of your own ' +
      'is reached under changing addresses: a copy is then told by it.',
  },
  headFile: {
    env: 'HOURBRIDGE_HEAD_FILE',
    type: { kind: 'path' },
    standard: null,
    description:
      'Where the last head of the log is kept outside the database, to notice an older copy of it. Without it: ' +
      '`head.json` in the home. Put it on another volume when home and database are restored together.',
  },
  logLevel: {
    env: 'HOURBRIDGE_LOG_LEVEL',
    type: { kind: 'choice', of: ['debug', 'info', 'warn', 'error', 'silent'] },
    standard: 'info',
    description: 'The least important lines that are still written.',
  },
  egressAllow: {
    env: 'HOURBRIDGE_EGRESS_ALLOW',
    type: { kind: 'hosts' },
    standard: '',
    description:
      'Private hosts that outbound calls may reach, as host or host:port, divided by commas. Public addresses need no entry.',
  },
  bodyBytes: {
    env: 'HOURBRIDGE_BODY_BYTES',
    type: whole(1_024, 104_857_600, 'bytes'),
    standard: '10485760',
    description: 'The largest request body that is read.',
  },
  bulkRows: {
    env: 'HOURBRIDGE_BULK_ROWS',
    type: whole(1, 10_000, 'rows'),
    standard: '1000',
    description: 'The most entries in one bulk call.',
  },
  pageRows: {
    env: 'HOURBRIDGE_PAGE_ROWS',
    type: whole(1, 1_000, 'rows'),
    standard: '200',
    description: 'The most rows on one page of an answer.',
  },
  lanes: {
    env: 'HOURBRIDGE_LANES',
    type: whole(1, 1_024, 'lanes'),
    standard: '16',
    description: 'Into how many lanes a new cell divides its log. Fixed once the cell exists.',
  },
  batchRows: {
    env: 'HOURBRIDGE_BATCH_ROWS',
    type: whole(1, 10_000, 'rows'),
    standard: '1000',
    description: 'The most events that a runner reads and commits at once.',
  },
  settlingMs: {
    env: 'HOURBRIDGE_SETTLING_MS',
    type: whole(0, 3_600_000, 'ms'),
    standard: '0',
    description:
      'The shortest time after an unanswered write before the target is asked whether it happened; a connector may ask for longer.',
  },
  requestTimeoutMs: {
    env: 'HOURBRIDGE_REQUEST_TIMEOUT_MS',
    type: whole(100, 600_000, 'ms'),
    standard: '30000',
    description: 'How long an outbound call may take.',
  },
  responseBytes: {
    env: 'HOURBRIDGE_RESPONSE_BYTES',
    type: whole(1_024, 1_073_741_824, 'bytes'),
    standard: '33554432',
    description: 'The most bytes of an answer that are read, after decompression.',
  },
  pullIntervalMs: {
    env: 'HOURBRIDGE_PULL_INTERVAL_MS',
    type: whole(1_000, 86_400_000, 'ms'),
    standard: '60000',
    description: 'How often sources of work are read at least; a connector may read its own more often.',
  },
  sweepHours: {
    env: 'HOURBRIDGE_SWEEP_HOURS',
    type: whole(1, 720, 'hours'),
    standard: '24',
    description: "How often the books of each target are read back and compared with the installation's own.",
  },
  sweepDays: {
    env: 'HOURBRIDGE_SWEEP_DAYS',
    type: whole(1, 3650, 'days'),
    standard: '62',
    description: 'How far back that comparison reaches; `hourbridge sweep` compares everything.',
  },
  eventDays: {
    env: 'HOURBRIDGE_EVENT_DAYS',
    type: whole(1, 3_650, 'days'),
    standard: '90',
    description:
      'How long events are kept for replays and for those who fetch them. What a subscription was not told yet is ' +
      'kept longer.',
  },
  callsPerMinute: {
    env: 'HOURBRIDGE_CALLS_PER_MINUTE',
    type: whole(10, 10_000_000, 'calls'),
    standard: '600000',
    description: 'How many calls of one person or key one process answers in a minute; more get a 429.',
  },
  url: {
    env: 'HOURBRIDGE_URL',
    type: { kind: 'text' },
    standard: null,
    description:
      'Where people and the command line reach the installation. With https the session cookie is sent over TLS ' +
      'only. Without it: http on the host and port that it listens on.',
  },
  apiKey: {
    env: 'HOURBRIDGE_API_KEY',
    type: { kind: 'text' },
    standard: null,
    secret: true,
    description: 'The key with which the command line calls a running installation.',
  },
} as const satisfies Record<string, Setting>

type Settings = typeof settings
type SettingName = keyof Settings

type ValueOf<T extends SettingType> = T extends { kind: 'whole' }
  ? number
  : T extends { kind: 'statement' }
    ? boolean
    : T extends { kind: 'hosts' }
      ? readonly string[]
      : T extends { kind: 'choice'; of: readonly (infer Choice)[] }
        ? Choice
        : string

type Value<S extends Setting> = S['standard'] extends string
  ? ValueOf<S['type']>
  : ValueOf<S['type']> extends boolean
    ? boolean
    : ValueOf<S['type']> | null

type Declared = { readonly [Name in SettingName]: Value<Settings[Name]> }

export type Config = Omit<Declared, 'home'> & {
  readonly home: string
  /** Whether somebody chose the home; a chosen one is never replaced by another place. */
  readonly homeIsChosen: boolean
  /** Whether somebody chose the port; otherwise a free one may stand in for a taken one. */
  readonly portIsChosen: boolean
}

type ConfigFault = { readonly env: string; readonly message: string }

type ConfigResult =
  | { readonly config: Config; readonly faults: null }
  | { readonly config: null; readonly faults: readonly ConfigFault[] }

type Environment = Readonly<Record<string, string | undefined>>
type Parsed = { readonly value: unknown } | { readonly fault: string }

function parseWhole(text: string, type: Extract<SettingType, { kind: 'whole' }>): Parsed {
  const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN
  if (value >= type.least && value <= type.most) return { value }
  return { fault: `takes a whole number of ${type.unit} from ${type.least} to ${type.most}` }
}

function parseHosts(text: string): Parsed {
  const hosts = text
    .split(',')
    .map((host) => host.trim().toLowerCase())
    .filter((host) => host !== '')
  const odd = hosts.find((host) => !/^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/.test(host))
  if (odd === undefined) return { value: hosts }
  return { fault: `takes hosts as name or name:port, divided by commas; ${JSON.stringify(odd)} is neither` }
}

function parse(text: string, type: SettingType): Parsed {
  switch (type.kind) {
    case 'whole':
      return parseWhole(text, type)
    case 'hosts':
      return parseHosts(text)
    case 'choice':
      return type.of.includes(text) ? { value: text } : { fault: `takes one of ${type.of.join(', ')}` }
    case 'statement':
      return text === 'yes' ? { value: true } : { fault: 'takes only `yes`; leave it out otherwise' }
    case 'path':
      return text.startsWith('/') ? { value: text } : { fault: 'takes an absolute path' }
    case 'postgres_url':
      return /^postgres(ql)?:\/\/[^/]+\/[^/]+/.test(text) && URL.canParse(text)
        ? { value: text }
        : { fault: 'takes postgres://user:password@host:port/database' }
    case 'text':
      return { value: text }
  }
}

function defaultHome(env: Environment): string {
  if (process.getuid?.() === 0) return '/var/lib/hourbridge'
  const data = env.XDG_DATA_HOME
  return data?.startsWith('/') ? join(data, 'hourbridge') : join(homedir(), '.local', 'share', 'hourbridge')
}

function readDeclared(env: Environment, faults: ConfigFault[]): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const [name, setting] of Object.entries<Setting>(settings)) {
    // Set to nothing is not set: that is how compose files and CI pass what they do not have.
    const given = env[setting.env] === '' ? undefined : env[setting.env]
    const text = given ?? setting.standard
    const parsed: Parsed =
      text === null ? { value: setting.type.kind === 'statement' ? false : null } : parse(text, setting.type)
    if ('value' in parsed) values[name] = parsed.value
    else faults.push({ env: setting.env, message: `${setting.env} ${parsed.fault}.` })
  }
  return values
}

/** A misspelled setting would otherwise silently mean its default. */
function findUnknown(env: Environment): ConfigFault[] {
  const known = new Set<string>(Object.values(settings).map((setting) => setting.env))
  return Object.keys(env)
    .filter(
      (name) => name.startsWith('HOURBRIDGE_') && !name.startsWith('HOURBRIDGE_TEST_') && !known.has(name),
    )
    .map((name) => ({ env: name, message: `${name} is not a setting. Remove it or correct its name.` }))
}

function findContradictions(values: Record<string, unknown>): ConfigFault[] {
  const faults: ConfigFault[] = []
  const add = (setting: Setting, message: string) => faults.push({ env: setting.env, message })
  if (typeof values.masterKey === 'string' && !/^[0-9a-f]{64}$/i.test(values.masterKey)) {
    add(settings.masterKey, 'HOURBRIDGE_MASTER_KEY takes 64 hexadecimal digits (`openssl rand -hex 32`).')
  }
  if (values.masterKey != null && values.masterKeyFile != null) {
    add(settings.masterKeyFile, 'Set HOURBRIDGE_MASTER_KEY or HOURBRIDGE_MASTER_KEY_FILE, not both.')
  }
  if (values.acceptsDataLoss === true && values.environment === 'production') {
    add(settings.acceptsDataLoss, 'HOURBRIDGE_ACCEPT_DATA_LOSS is refused in production. Leave it out.')
  }
  return faults
}

/** Reads every setting and reports every fault at once. A value of a secret never stands in a message. */
export function readConfig(env: Environment = process.env): ConfigResult {
  const faults: ConfigFault[] = []
  const values = readDeclared(env, faults)
  faults.push(...findContradictions(values), ...findUnknown(env))
  if (faults.length > 0) return { config: null, faults }
  const homeIsChosen = values.home !== null
  const portIsChosen = (env[settings.httpPort.env] ?? '') !== ''
  const config = { ...values, home: values.home ?? defaultHome(env), homeIsChosen, portIsChosen } as Config
  return { config, faults: null }
}

/** What this process was started with, for the composition root to hand on. */
export function processEnvironment(): Environment {
  return process.env
}
