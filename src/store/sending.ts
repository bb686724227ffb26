/**
 * Whether this installation may send anything outside. It stands in the database, so that every process sees it,
 * and is read in the transaction that precedes a send: what was decided in memory may be older than a restore.
 */
import { statement } from './statement.ts'
import type { Tx } from './transaction.ts'

/**
 * `recovery`: the database may be older than the outside world, whose books are being read back; reading outside
 * goes on. `copy`: it stands somewhere else than the installation that sent before, which may be alive; it neither
 * sends nor reads, because a source may hand out a token or a row only once.
 */
export type Sending = 'allowed' | 'recovery' | 'copy'
export type SendingState = {
  readonly sending: Sending
  /** Raised at each restore and take-over: what was minted before it is never taken for what is minted after it. */
  readonly epoch: number
  /** Null while sending is allowed and always was. */
  readonly since: Date | null
  readonly why: string | null
}

const select = statement<SendingState>(
  'store.selectSending',
  `select sending, epoch, sending_since as since, sending_why as why from installations`,
)
// Shared: many sends hold it at once, and a change of the state waits until their transactions ended.
const hold = statement<{ sending: Sending }>(
  'store.holdSending',
  `select sending from installations for share`,
)
const lock = statement<SendingState>(
  'store.lockSending',
  `select sending, epoch, sending_since as since, sending_why as why from installations for update`,
)
const restored = statement(
  'store.markRestored',
  `update installations set sending = 'recovery', epoch = epoch + 1, sending_since = $1, sending_why = $2,
     place = case when $3 then null else place end`,
)
const update = statement(
  'store.setSending',
  `update installations set sending = $1, sending_since = $2, sending_why = $3`,
)
const become = statement(
  'store.becomeOther',
  `update installations set works_of = coalesce(works_of, installation_id || '/' || environment),
     installation_id = $1, environment = $2, created_at = $3, epoch = 1, sending = 'allowed', sending_since = $3,
     sending_why = $4, place = null`,
)

const neverOpened: SendingState = { sending: 'allowed', epoch: 1, since: null, why: null }

export async function readSendingState(tx: Tx): Promise<SendingState> {
  return (await tx.query(select)).rows[0] ?? neverOpened
}

/** What a loop asks before it sends: it sends only when the answer is `allowed`. */
export async function readSending(tx: Tx): Promise<Sending> {
  return (await readSendingState(tx)).sending
}

/**
 * For the transaction that marks something as sent: until it ends the state cannot change, so whoever stops sending
 * afterwards finds everything that was let go marked as sent.
 */
export async function holdSending(tx: Tx): Promise<Sending> {
  return (await tx.query(hold)).rows[0]?.sending ?? 'allowed'
}

/** For the transaction that is about to change the state. */
export async function lockSending(tx: Tx): Promise<SendingState> {
  return (await tx.query(lock)).rows[0] ?? neverOpened
}

/**
 * The last act of a restore, in the restored database: it starts in recovery. Standing at the place where the backup
 * was made it recovers by itself; anywhere else it is a copy until a person says that the original is gone, which
 * `takesOver` says right away.
 */
export async function markRestored(
  tx: Tx,
  at: Date,
  options: { readonly takesOver?: boolean; readonly why?: string } = {},
): Promise<void> {
  const why = options.why ?? 'The database was restored from a backup.'
  await tx.query(restored, [at, why, options.takesOver ?? false])
}

export async function setSending(
  tx: Tx,
  to: { readonly sending: Sending; readonly at: Date; readonly why: string },
): Promise<void> {
  await tx.query(update, [to.sending, to.at, to.why])
}

/** The copy becomes an installation of its own, under whose name nothing was ever sent. */
export async function becomeOther(
  tx: Tx,
  as: {
    readonly installationId: string
    readonly environment: string
    readonly at: Date
    readonly why: string
  },
): Promise<void> {
  await tx.query(become, [as.installationId, as.environment, as.at, as.why])
}
