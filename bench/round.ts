import type { Answer } from './product.ts'
import type { Stand, Used } from './stand.ts'

export type Stage = 'bare' | 'intake' | 'charging' | 'through'
export type Round = { readonly entries: number; readonly used: Readonly<Record<Stage, Used>> }

const acceptedWithinMs = 60_000

/** The stages one after another on the same number of entries, so that a slow minute slows all of them. */
export async function measureRound(stand: Stand, name: string, entries: number): Promise<Round> {
  // Measured by the product's process itself: making the rows is not the append's work.
  let told: Answer = {}
  const whole = await stand.measure(async () => {
    told = await stand.tell({ do: 'bare', name, count: entries })
  })
  const bare = { ...whole, wallMs: Number(told.wallMs), nodeMs: Number(told.nodeMs) }
  const intake = await stand.measure(stand.intake(`${name}-a`, entries))
  const charging = await stand.measure(async () => {
    const { done } = await stand.tell({ do: 'charge' })
    if (done !== entries) throw new Error(`${done} of ${entries} entries were charged`)
  })
  // What the stage before left waiting is posted before the next is measured.
  await stand.tell({ do: 'post' })
  await accepted(stand, stand.erp.accepted + entries)
  const send = stand.intake(`${name}-c`, entries)
  const through = await stand.measure(async () => {
    const wanted = stand.erp.accepted + entries
    await send()
    await accepted(stand, wanted)
  })
  await stand.tell({ do: 'stop_posting' })
  return { entries, used: { bare, intake, charging, through } }
}

/** Counting works is dear, so the ERP's own count is asked first. */
async function accepted(stand: Stand, wanted: number): Promise<void> {
  const end = performance.now() + acceptedWithinMs
  for (;;) {
    if (stand.erp.accepted >= wanted) {
      const counts = await stand.tell({ do: 'count' })
      if (counts.works === counts.accepted) return
    }
    if (performance.now() > end) throw new Error('The cost was not accepted in time')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
