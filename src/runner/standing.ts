/**
 * Where this installation stands: watches that its database is the one it was, no older and nowhere else, keeps the
 * head of its log outside, and knows whether anything may be sent.
 */
import { openCases, resolveCases } from '../cases/open.ts'
import { readChainAt, readHead, readLastReceivedAt } from '../log/read.ts'
import { recordDecision } from '../log/decisions.ts'
import type { Vault } from '../log/vault.ts'
import { disableConnections } from '../masterdata/connections.ts'
import { insertRecovery, lastRecovery } from '../posting/recovery/books.ts'
import { type Head, readHeadFile, writeHeadFile } from '../store/head-file.ts'
import { type Environment, readInstallation } from '../store/installation.ts'
import { bindPlace, type Ground, type Place, readPlace, storedPlace } from '../store/place.ts'
import { firstCell, type Store } from '../store/pool.ts'
import {
  becomeOther,
  lockSending,
  markRestored,
  readSendingState,
  type Sending,
  type SendingState,
  setSending,
} from '../store/sending.ts'
import { judgeStanding, type Look } from '../store/standing.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'

type StandingParts = {
  readonly store: Store
  readonly now: () => Date
  readonly newId: () => string
  readonly vault: Vault
  readonly ground: Ground
  readonly headPath: string
  /** How long something sent before a restore may still land. Milliseconds. */
  readonly settlingMs: () => number
  readonly log: (message: string) => void
}

const everyMs = 1_000
const snapshot = { isolation: 'repeatable read', readOnly: true } as const

const readWal = statement<{ flushed: bigint; reserved: bigint }>(
  'store.readWal',
  `select (pg_current_wal_flush_lsn() - '0/0'::pg_lsn)::bigint as flushed,
     (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint as reserved`,
)

type Adoption =
  /** The original is gone: read the books back, then send in its place. */
  | { readonly as: 'take_over' }
  /** Nothing was copied: its address or machine changed. */
  | { readonly as: 'same' }
  /** An installation of its own, with every connection switched off. */
  | { readonly as: 'other'; readonly environment: Environment }

export class Standing {
  readonly everyMs = everyMs
  readonly #parts: StandingParts
  /** The last head that this process saw or found outside; a database behind it is older. */
  #head: Head | null = null
  /** Where the write-ahead log was at an earlier look, and how far of it is flushed for sure. */
  #wal: { cluster: string | null; reserved: bigint; sure: bigint | null } | null = null
  #sending: Sending = 'allowed'
  #recoveryTold = false
  #told: Sending = 'allowed'

  constructor(parts: StandingParts) {
    this.#parts = parts
  }

  /** As the last look found it: for loops that would otherwise ask the database for nothing. */
  get sending(): Sending {
    return this.#sending
  }

  /** The head kept outside, for the proof that no tail was cut. */
  async outside(): Promise<Head | null> {
    return readHeadFile(this.#parts.headPath)
  }

  /** The first look, before anything runs. */
  async open(): Promise<void> {
    this.#head = await readHeadFile(this.#parts.headPath)
    await this.round()
  }

  /** For the transaction that marks a write as sent: false where this database is behind what was seen of it. */
  async mayStillSend(tx: Tx): Promise<boolean> {
    return this.#head === null || (await readHead(tx, firstCell)).position >= this.#head.position
  }

  /** Looks once, writes down what changed, and keeps the head outside. Returns 0: it is never in a hurry. */
  async round(): Promise<number> {
    const { store, ground } = this.#parts
    const actual = await readPlace(store, ground)
    let look = await store.transaction((tx) => this.#look(tx, actual, readSendingState), snapshot)
    if (look === null) return 0
    if (this.#changes(look) || (look.state.sending === 'recovery' && !this.#recoveryTold)) {
      look = await store.transaction((tx) => this.#change(tx, actual))
      if (look === null) return 0
    }
    this.#sending = look.state.sending
    this.#tell(look.state)
    // A copy's home is a copy as well: what it holds of the original is left as it is.
    if (look.state.sending !== 'copy') await this.#keep(look)
    return 0
  }

  #changes(look: Look): boolean {
    const verdict = judgeStanding(look)
    return verdict.copy !== null || verdict.older !== null || verdict.bind !== null
  }

  async #look(tx: Tx, actual: Place, readState: (tx: Tx) => Promise<SendingState>): Promise<Look | null> {
    const installation = await readInstallation(tx)
    if (installation === null) return null
    const state = await readState(tx)
    const { position, chain } = await readHead(tx, firstCell)
    const outside = this.#head
    const there = outside === null ? null : await readChainAt(tx, firstCell, outside.position)
    const { flushed = 0n, reserved = 0n } = (await tx.query(readWal)).rows[0] ?? {}
    this.#noteWal(actual.cluster, flushed, reserved)
    const seen = {
      installationId: installation.installationId,
      epoch: state.epoch,
      position,
      chain: chain.toString('hex'),
      chainThere: there?.toString('hex') ?? null,
      wal: flushed,
      cluster: actual.cluster,
    }
    return { state, stored: await storedPlace(tx), actual, outside, seen }
  }

  /**
   * What is flushed may end in the middle of a record, which a crash cuts off. What was reserved at an earlier look ends
   * with a record: once it is flushed, no crash takes it back.
   */
  #noteWal(cluster: string | null, flushed: bigint, reserved: bigint): void {
    const before = this.#wal
    if (before === null || before.cluster !== cluster) this.#wal = { cluster, reserved, sure: null }
    else if (flushed >= before.reserved) this.#wal = { cluster, reserved, sure: before.reserved }
  }

  /** Looks again with the state locked, and writes down what it means. */
  async #change(tx: Tx, actual: Place): Promise<Look | null> {
    const look = await this.#look(tx, actual, lockSending)
    if (look === null) return null
    const verdict = judgeStanding(look)
    if (verdict.copy !== null) return { ...look, state: await this.#isCopy(tx, verdict.copy) }
    if (verdict.bind !== null) await bindPlace(tx, verdict.bind)
    if (verdict.older !== null)
      await markRestored(tx, this.#parts.now(), {
        why: verdict.older,
        reachedEpoch: look.outside?.epoch ?? 0,
      })
    const state = await readSendingState(tx)
    if (state.sending === 'recovery') await this.#recovers(tx, state, look)
    return { ...look, state }
  }

  /** A person's word on a copy, or on a database that nobody has to take for one. */
  async adopt(as: Adoption, reason: string): Promise<SendingState> {
    const { store, ground, now, newId, vault } = this.#parts
    const actual = await readPlace(store, ground)
    const state = await store.transaction(async (tx) => {
      const before = await lockSending(tx)
      const at = now()
      const decision = { about: 'installation', principal: 'command line', at }
      const body = { reason, epoch: before.epoch, was: before.sending, as: as.as }
      await recordDecision(tx, firstCell, vault, { ...decision, what: 'installation.adopted', body })
      if (as.as === 'other') {
        await becomeOther(tx, { installationId: newId(), environment: as.environment, at, why: reason })
        await disableConnections(tx, firstCell)
      } else if (as.as === 'take_over') await markRestored(tx, at, { takesOver: true, why: reason })
      else {
        // Restored and moved at once: that it is the same does not make it newer.
        const recovered = (await lastRecovery(tx, firstCell))?.epoch === before.epoch || before.epoch === 1
        await bindPlace(tx, actual)
        await setSending(tx, { sending: recovered ? 'allowed' : 'recovery', at, why: reason })
      }
      await resolveCases(tx, firstCell, 'batch', ['installation'], ['INSTALLATION_IS_A_COPY'], reason, at)
      return readSendingState(tx)
    })
    await this.round()
    return state
  }

  async #isCopy(tx: Tx, why: string): Promise<SendingState> {
    const at = this.#parts.now()
    await setSending(tx, { sending: 'copy', at, why })
    await this.#openCase(tx, 'INSTALLATION_IS_A_COPY', why)
    return readSendingState(tx)
  }

  async #recovers(tx: Tx, state: SendingState, look: Look): Promise<void> {
    const startedAt = this.#parts.now()
    const why = state.why ?? ''
    const { position } = look.seen
    const lost = look.outside !== null && look.outside.position > position ? look.outside.position : null
    await insertRecovery(tx, firstCell, {
      ...{
        epoch: state.epoch,
        why,
        startedAt,
        readAt: new Date(startedAt.getTime() + this.#parts.settlingMs()),
      },
      ...{ keptPosition: position, lostPosition: lost, lastEventAt: await readLastReceivedAt(tx, firstCell) },
    })
    await resolveCases(
      tx,
      firstCell,
      'batch',
      ['installation'],
      ['INSTALLATION_IS_A_COPY'],
      'Decided.',
      startedAt,
    )
    await this.#openCase(tx, 'INSTALLATION_IN_RECOVERY', why)
    this.#recoveryTold = true
  }

  async #openCase(
    tx: Tx,
    code: 'INSTALLATION_IN_RECOVERY' | 'INSTALLATION_IS_A_COPY',
    why: string,
  ): Promise<void> {
    const { newId, now } = this.#parts
    const one = {
      caseId: newId(),
      code,
      subjectKind: 'batch' as const,
      subjectId: 'installation',
      outcome: 'none' as const,
      waitsOn: 'installation',
      seenPosition: 0n,
      ...{
        hours: null,
        moneyMinor: null,
        currency: null,
        clientId: null,
        projectId: null,
        payloadPosition: null,
      },
      detail: { why },
    }
    await openCases(tx, firstCell, [one], now())
  }

  async #keep(look: Look): Promise<void> {
    const { chainThere: _, ...seen } = look.seen
    const before = this.#head
    const known = before?.cluster === seen.cluster ? before.wal : 0n
    const sure = this.#wal?.sure ?? known
    const wal = sure > known ? sure : known
    const head: Head = { ...seen, wal, epoch: look.state.epoch, at: this.#parts.now().toISOString() }
    this.#head = head
    const moved =
      before === null ||
      before.installationId !== head.installationId ||
      before.epoch !== head.epoch ||
      before.position !== head.position ||
      before.wal !== head.wal
    if (!moved) return
    // Another process of this home may have seen more meanwhile.
    const there = await readHeadFile(this.#parts.headPath)
    const ahead =
      there !== null &&
      there.installationId === head.installationId &&
      there.epoch === head.epoch &&
      there.position >= head.position &&
      there.wal >= head.wal
    if (!ahead) await writeHeadFile(this.#parts.headPath, head)
  }

  #tell(state: SendingState): void {
    if (state.sending !== 'recovery') this.#recoveryTold = false
    if (state.sending === this.#told) return
    this.#told = state.sending
    const words: Record<Sending, string> = {
      allowed: 'sending goes on',
      recovery: `nothing is sent until the books of every ERP were read back: ${state.why}`,
      copy: `this installation is taken for a copy and sends nothing: ${state.why}`,
    }
    this.#parts.log(words[state.sending])
  }
}
