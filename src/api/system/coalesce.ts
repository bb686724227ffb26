import type { SourceRecord } from '../../connectors/sdk/connector.ts'
import { Fault } from '../../kernel/errors.ts'
import type { ReceiveResult } from '../../intake/receive.ts'
import { Refusal } from '../problem.ts'

type Waiting = {
  readonly record: SourceRecord
  readonly principal: string
  readonly resolve: (result: ReceiveResult) => void
  readonly reject: (error: unknown) => void
}

type Flush = (principal: string, records: readonly SourceRecord[]) => Promise<readonly ReceiveResult[]>

/**
 * Gathers the entries of calls that arrive one by one: exactly one flush is in flight, and what arrives
 * meanwhile makes the next one. No timer, so a lone call waits for nobody. Owns the queue.
 */
export class Coalescer {
  readonly #flush: Flush
  readonly #most: number
  readonly #mostWaiting: number
  #queue: Waiting[] = []
  #flushing = false

  constructor(flush: Flush, most: number, mostWaiting: number) {
    this.#flush = flush
    this.#most = most
    this.#mostWaiting = mostWaiting
  }

  /** Resolves once the record is committed and flushed to disk. Refuses when too many wait already. */
  submit(principal: string, record: SourceRecord): Promise<ReceiveResult> {
    if (this.#queue.length >= this.#mostWaiting) {
      return Promise.reject(
        new Refusal('RATE_LIMITED', 'Too many entries wait to be kept; nothing of this call was.', {
          retryAfterSeconds: 1,
        }),
      )
    }
    return new Promise((resolve, reject) => {
      this.#queue.push({ record, principal, resolve, reject })
      if (!this.#flushing) void this.#drain()
    })
  }

  async #drain(): Promise<void> {
    this.#flushing = true
    while (this.#queue.length > 0) await this.#flushBatch(this.#take())
    this.#flushing = false
  }

  #take(): Waiting[] {
    const principal = this.#queue[0]!.principal
    const batch: Waiting[] = []
    const rest: Waiting[] = []
    for (const each of this.#queue) {
      const fits = each.principal === principal && batch.length < this.#most
      ;(fits ? batch : rest).push(each)
    }
    this.#queue = rest
    return batch
  }

  async #flushBatch(batch: readonly Waiting[]): Promise<void> {
    const { principal } = batch[0]!
    try {
      const results = await this.#flush(
        principal,
        batch.map((each) => each.record),
      )
      answer(batch, results)
    } catch (error) {
      // One record that the database refuses must not take its neighbours with it.
      if (batch.length > 1 && !(error instanceof Fault)) {
        for (const each of batch) await this.#flushBatch([each])
      } else {
        for (const each of batch) each.reject(error)
      }
    }
  }
}

/** Results of one source id come in the order of its records. */
function answer(batch: readonly Waiting[], results: readonly ReceiveResult[]): void {
  const bySource = new Map<string, ReceiveResult[]>()
  for (const result of results) {
    const list = bySource.get(result.sourceId)
    if (list === undefined) bySource.set(result.sourceId, [result])
    else list.push(result)
  }
  for (const each of batch) {
    const result = bySource.get(each.record.sourceId)?.shift()
    if (result === undefined) each.reject(new Error('Intake answered for other records than it was given'))
    else each.resolve(result)
  }
}
