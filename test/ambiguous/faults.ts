/** What may become of one request that writes, as the rule of a proxy that stands before the real or simulated ERP. */
import type { Reply, Rule } from '../live/fault-proxy.ts'

export const faults = {
  none: 'nothing goes wrong',
  reply_lost: 'done, and the connection breaks instead of an answer',
  lands_late: 'no answer in time; it lands before the first look',
  lands_after_look: 'no answer in time; it lands between the first look and the second',
  lands_after_repeat: 'no answer in time; it lands when everything was settled without it',
  never_arrives: 'no answer in time; it never lands',
  error_after: 'done, and answered with 500',
  error_before: 'not done, and answered with 500',
  done_twice: 'a proxy repeats it: done twice, the second answer is handed on',
  told_before: 'done, and answered as if it had been done before',
  other_answer_done: "done, and answered with another call's answer",
  other_answer_not_done: "not done, and answered with another call's answer",
  rate_limited: 'not done: 429 with Retry-After',
  connection_refused: 'not done: the connection is refused',
  partly_done: 'half of the records are done, then the connection breaks',
  truncated: 'done, and the connection breaks in the middle of the answer',
  garbled: 'done, and the answer is cut off without a sign of it',
  redirect: 'not done: a redirect is answered',
  login_expired: 'not done: the session has expired in the middle (401)',
} as const
export type FaultName = keyof typeof faults
export const faultNames = Object.keys(faults) as FaultName[]

/** Those whose request waits at the proxy until the rig lets it go. */
export const lateFaults: readonly FaultName[] = ['lands_late', 'lands_after_look', 'lands_after_repeat']
export const otherAnswer: readonly FaultName[] = ['other_answer_done', 'other_answer_not_done']

const json = { 'content-type': 'application/json' }
const reply = (status: number, headers: Reply['headers'] = {}, body = ''): (() => Reply) => {
  return () => ({ status, headers, body: Buffer.from(body) })
}
const cutOff = (_sent: Buffer, own: Reply | null): Reply => {
  const { 'content-length': _, ...headers } = own!.headers
  return { ...own!, headers, body: own!.body.subarray(0, Math.ceil(own!.body.length / 2)) }
}

export type FaultMeans = {
  /** How this system says that a request was handled before. */
  readonly toldBefore: (sent: Buffer) => unknown
  /** Half of what a bulk carries; null where the request carries one record, or is one transaction. */
  readonly half: ((sent: Buffer) => Buffer) | null
  /** The answer to an earlier request of the same kind. */
  readonly other: Reply | null
}

/** Null for `none`, and for `connection_refused`, which happens before any proxy. */
export function ruleOf(fault: FaultName, means: FaultMeans): Omit<Rule, 'match' | 'nth'> | null {
  switch (fault) {
    case 'none':
    case 'connection_refused':
      return null
    case 'reply_lost':
      return { kind: 'lose_reply_after_done' }
    case 'lands_late':
    case 'lands_after_look':
    case 'lands_after_repeat':
      return { kind: 'late' }
    case 'never_arrives':
      return { kind: 'hold' }
    case 'error_after':
      return { kind: 'status_500_after_done' }
    case 'error_before':
      return { kind: 'answer', reply: reply(500, {}, 'Internal Server Error') }
    case 'done_twice':
      return { kind: 'twice' }
    case 'told_before':
      return { kind: 'answer_after_done', reply: (sent) => told(means.toldBefore(sent)) }
    case 'other_answer_done':
      return { kind: 'answer_after_done', reply: () => means.other! }
    case 'other_answer_not_done':
      return { kind: 'answer', reply: () => means.other! }
    case 'rate_limited':
      return { kind: 'answer', reply: reply(429, { 'retry-after': '4' }) }
    case 'partly_done':
      return { kind: 'part_then_cut', rewrite: means.half! }
    case 'truncated':
      return { kind: 'truncate' }
    case 'garbled':
      return { kind: 'answer_after_done', reply: cutOff }
    case 'redirect':
      return { kind: 'answer', reply: reply(302, { location: 'https://login.example.org/' }) }
    case 'login_expired':
      return { kind: 'answer', reply: reply(401) }
  }
}

function told(answer: unknown): Reply {
  const { status, body } = answer as { status: number; body: unknown }
  return { status, headers: json, body: Buffer.from(JSON.stringify(body)) }
}
