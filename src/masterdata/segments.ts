import { assert } from '../kernel/errors.ts'

/** What is known today about one stretch of valid time of one record. Days are half-open. */
export type Segment = { readonly from: string; readonly until: string | null; readonly body: string | null }
export type Put = { readonly superseded: Segment[]; readonly added: Segment[] }

/** Longer than every four-digit day, so that an open end compares as the last. */
const openEnd = '9999-12-32'

/**
 * Lays a new statement over what is known: stretches it covers are superseded, and what sticks out of it on
 * either side stays as it was. Nothing at all when the statement says what is already known.
 */
export function layOver(known: readonly Segment[], said: Segment): Put {
  const until = said.until ?? openEnd
  assert(said.from < until, 'Valid time ends after it begins')
  const touched = known.filter((one) => one.from < until && (one.until ?? openEnd) > said.from)
  const covering = touched.find((one) => one.from <= said.from && (one.until ?? openEnd) >= until)
  if (covering?.body === said.body && covering !== undefined) return { superseded: [], added: [] }
  if (touched.length === 0 && said.body === null) return { superseded: [], added: [] }
  const added: Segment[] = []
  for (const one of touched) {
    if (one.from < said.from) added.push({ ...one, until: said.from })
    if ((one.until ?? openEnd) > until) added.push({ ...one, from: until })
  }
  if (said.body !== null) added.push(said)
  return { superseded: touched, added }
}

/** The segments after a put, for laying the next statement of the same batch over them. */
export function after(known: readonly Segment[], put: Put): Segment[] {
  return [...known.filter((one) => !put.superseded.includes(one)), ...put.added]
}
