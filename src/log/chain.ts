import { sha256 } from '../kernel/digest.ts'
import { statement } from '../store/statement.ts'
import type { Tx } from '../store/transaction.ts'
import { envelopeDigest } from './event.ts'
import { envelopeColumns, envelopeOf, type EnvelopeRow } from './event-row.ts'
import type { Vault } from './vault.ts'

const readLinks = statement<{ first_position: bigint; last_position: bigint; digest: Buffer; chain: Buffer }>(
  'log.read_links',
  `select first_position, last_position, digest, chain from log_links
   where cell = $1 and last_position > $2 order by last_position limit $3`,
)
const readEnvelopes = statement<EnvelopeRow & { key_id: string | null; sealed: Buffer | null }>(
  'log.read_envelopes',
  `select ${envelopeColumns}, p.key_id, p.sealed
   from events e left join payloads p on p.cell = $1 and p.position = e.position
   where e.cell = $1 and e.position between $2 and $3 order by e.position`,
)
const readHead = statement<{ position: bigint; chain: Buffer }>(
  'log.chain_head',
  'select position, chain from log_heads where cell = $1',
)

type ChainBreak = { readonly position: bigint; readonly what: string }
type ChainReport = {
  readonly events: number
  readonly erased: number
  readonly breaks: readonly ChainBreak[]
}

const linkBefore = statement<{ last_position: bigint; chain: Buffer }>(
  'log.link_before',
  `select last_position, chain from log_links where cell = $1 and last_position <= $2
   order by last_position desc limit 1`,
)
const linksAtATime = 50
const breaksShown = 20

/**
 * Walks the whole log: positions without gaps, every envelope as it was appended, links chained, payloads that
 * match their digests (an erased payload is counted, not a break). A cut tail shows against the head row. With `since`,
 * from the link before that position on.
 */
export async function verifyChain(tx: Tx, cell: number, vault: Vault, since = 0n): Promise<ChainReport> {
  const breaks: ChainBreak[] = []
  let events = 0
  let erased = 0
  // Whoever checks from a position on trusts the link that stands before it.
  const trusted = since > 0n ? (await tx.query(linkBefore, [cell, since])).rows[0] : undefined
  let last = trusted?.last_position ?? 0n
  let chain: Uint8Array = trusted?.chain ?? sha256('hourbridge')
  for (;;) {
    const links = (await tx.query(readLinks, [cell, last, linksAtATime])).rows
    if (links.length === 0) break
    const rows = (await tx.query(readEnvelopes, [cell, last + 1n, links.at(-1)!.last_position])).rows
    const kept = rows.flatMap((row) =>
      row.key_id && row.sealed ? [{ keyId: row.key_id, sealed: row.sealed, at: row.position }] : [],
    )
    const plain = await vault.openAll(tx, cell, kept)
    const bytesAt = new Map(kept.map((one, i) => [one.at, plain[i]]))
    rows.forEach((row) => {
      events += 1
      if (!row.sealed) breaks.push({ position: row.position, what: 'the payload is missing' })
      const bytes = bytesAt.get(row.position)
      if (!bytes) erased += 1
      else if (!row.payload_digest.equals(sha256(bytes)))
        breaks.push({ position: row.position, what: 'payload differs from its digest' })
    })
    for (const link of links) {
      const members = rows.filter(
        (row) => row.position >= link.first_position && row.position <= link.last_position,
      )
      const whole = link.first_position === last + 1n && BigInt(members.length) === link.last_position - last
      if (!whole) breaks.push({ position: link.first_position, what: 'events are missing or out of order' })
      const digest = sha256(Buffer.concat(members.map((row) => envelopeDigest(envelopeOf(row)))))
      if (!link.digest.equals(digest))
        breaks.push({ position: link.first_position, what: 'an event was changed' })
      chain = sha256(Buffer.concat([chain, link.digest]))
      if (!link.chain.equals(chain))
        breaks.push({ position: link.last_position, what: 'the chain is broken' })
      chain = link.chain
      last = link.last_position
    }
    if (breaks.length >= breaksShown) break
  }
  const head = (await tx.query(readHead, [cell])).rows[0]
  if (breaks.length < breaksShown && (head?.position !== last || !head.chain.equals(chain)))
    breaks.push({ position: last, what: 'the log ends before its head' })
  return { events, erased, breaks: breaks.slice(0, breaksShown) }
}
