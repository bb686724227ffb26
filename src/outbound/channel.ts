import type { CloudEvent } from './cloud-event.ts'

/** What became of one event at its receiver. */
export type Outcome =
  | { readonly result: 'accepted'; readonly status: number | null }
  /** This event is not taken; others may be. */
  | { readonly result: 'refused'; readonly status: number | null; readonly message: string }
  /** The receiver takes nothing now. `afterMs`: it asked to be left alone that long. */
  | {
      readonly result: 'unavailable'
      readonly status: number | null
      readonly message: string
      readonly afterMs: number | null
    }
  /** The receiver wants no more, ever. */
  | { readonly result: 'gone'; readonly status: number; readonly message: string }

/** The way to one receiver. `send` never throws for what the receiver does. */
export type Channel = {
  send(event: CloudEvent, replayId: string | null): Promise<Outcome>
  close(): Promise<void>
}
