/**
 * What Tryton answers instead of a result. It has no error codes, only texts in the language of the context, so the
 * context says English. Every exception rolls its transaction back: a refusal has no effect.
 */
import type { ErrorCode } from '../../kernel/error-catalogue.ts'
import { ConnectorFault, type FaultClass } from '../sdk/fault.ts'
import { at, type Json, textOf } from '../sdk/json.ts'

export type Refusal = {
  readonly kind: 'UserError' | 'UserWarning' | 'ConcurrencyException' | 'LoginException' | 'exception'
  /** The warning's name, with which it is confirmed. */
  readonly name: string
  readonly message: string
}

/** Domains can be printed into a message, tens of kilobytes long. */
const mostText = 500

export function readRefusal(error: Json): Refusal {
  const kind = textOf(at(error, 0)) ?? 'unknown'
  const detail = at(error, 1)
  const first = (Array.isArray(detail) ? textOf(detail[0]) : textOf(detail)) ?? ''
  if (kind === 'UserWarning') return { kind, name: first, message: cut(textOf(at(detail, 1)) ?? first) }
  if (kind === 'UserError' || kind === 'ConcurrencyException' || kind === 'LoginException') {
    return { kind, name: '', message: cut(first) }
  }
  return { kind: 'exception', name: '', message: cut(kind) }
}

function cut(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ')
  return line.length > mostText ? `${line.slice(0, mostText)}…` : line
}

export const missingPeriod = /you must create a period for the date "([^"]*)"/
const hiddenRecord = /^You are not allowed to (read|access) records? "/

type Rule = {
  readonly kind: Refusal['kind']
  readonly matches: RegExp
  readonly faultClass: FaultClass
  readonly effect?: 'unknown'
  readonly code?: ErrorCode
}
/** The first rule that matches counts. */
const rules: readonly Rule[] = [
  { kind: 'LoginException', matches: /./, faultClass: 'reauth' },
  { kind: 'ConcurrencyException', matches: /./, faultClass: 'retryable' },
  { kind: 'UserWarning', matches: /./, faultClass: 'business_rejected' },
  { kind: 'UserError', matches: missingPeriod, faultClass: 'period_closed' },
  { kind: 'UserError', matches: hiddenRecord, faultClass: 'data_fixable', code: 'ERP_REFERENCE_MISSING' },
  { kind: 'UserError', matches: /not allowed/, faultClass: 'permission' },
  { kind: 'UserError', matches: /must be unique/, faultClass: 'duplicate' },
  { kind: 'UserError', matches: /does not exist/, faultClass: 'data_fixable', code: 'ERP_REFERENCE_MISSING' },
  { kind: 'UserError', matches: /is required for field/, faultClass: 'data_fixable' },
  { kind: 'UserError', matches: /number of digits/, faultClass: 'data_fixable' },
  { kind: 'UserError', matches: /not valid according to its domain/, faultClass: 'data_fixable' },
  { kind: 'UserError', matches: /must set an accounting date after/, faultClass: 'business_rejected' },
  {
    kind: 'exception',
    matches: /could not obtain lock|deadlock detected|could not serialize/,
    faultClass: 'retryable',
  },
  {
    kind: 'exception',
    matches: /server closed the connection|connection already closed|terminating connection|SSL connection/,
    faultClass: 'in_doubt',
    effect: 'unknown',
  },
  {
    kind: 'exception',
    matches: /too many connections|remaining connection slots|connection pool exhausted/,
    faultClass: 'retryable',
  },
  { kind: 'exception', matches: /./, faultClass: 'config' },
]

export function faultOf(refusal: Refusal, safe: boolean): ConnectorFault {
  const rule = rules.find((each) => each.kind === refusal.kind && each.matches.test(refusal.message))
  const lost = rule?.effect === 'unknown' && !safe
  const faultClass =
    rule?.effect === 'unknown' && safe ? 'retryable' : (rule?.faultClass ?? 'business_rejected')
  return new ConnectorFault(faultClass, lost ? 'unknown' : 'none', `Tryton: ${refusal.message}`, {
    publicMessage: refusal.message,
    ...(rule?.code === undefined ? {} : { code: rule.code }),
  })
}
