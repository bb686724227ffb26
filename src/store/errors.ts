import { Fault } from '../kernel/errors.ts'

/** SQLSTATE of an error that PostgreSQL reported; null for anything else. */
export function sqlState(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null
  return /^[0-9A-Z]{5}$/.test(error.code) ? error.code : null
}

/** Two transactions met and this one gave way: serialization failure or deadlock. Doing it again may succeed. */
export function isConflict(error: unknown): boolean {
  const state = sqlState(error)
  return state === '40001' || state === '40P01'
}

export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === '23505'
}

const networkCodes = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH'],
  ...['EAI_AGAIN', 'ECONNABORTED'],
])

// The driver reports these without a code.
const driverMessages =
  /Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|Connection ended|not queryable/

// Classes 08 (connection) and 57P (server stopping or starting), 53300 (too many connections), 25P03 (ended by the
// server because nothing was heard, as after a suspension), and what PostgreSQL says when a password or database is wrong.
const unavailableStates = /^(08...|57P0[1-5]|53300|25P03|28P01|28000|3D000)$/

function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error instanceof AggregateError) return error.errors.some(isUnavailable)
  const state = sqlState(error)
  if (state !== null && unavailableStates.test(state)) return true
  if ('code' in error && networkCodes.has(String(error.code))) return true
  return driverMessages.test(error.message)
}

const diskFull = '53100'

const lockTimeout = '55P03'

/**
 * A lost or refused connection, a full disk, and others who hold what is needed become a Fault that says so: none of
 * them is the doing of the work that met them. Everything else passes unchanged.
 */
export function classify(error: unknown): unknown {
  if (sqlState(error) === lockTimeout || isConflict(error)) {
    return new Fault('DATABASE_BUSY', {
      message: `Others hold what is needed: ${describe(error)}`,
      cause: error,
      retry: 'backoff',
    })
  }
  if (sqlState(error) === diskFull) {
    return new Fault('DATABASE_FULL', {
      message: `The disk of the database is full: ${describe(error)}`,
      cause: error,
      retry: 'backoff',
    })
  }
  if (!isUnavailable(error)) return error
  return new Fault('DATABASE_UNAVAILABLE', {
    message: `The database does not answer: ${describe(error)}`,
    publicMessage: 'The database does not answer. Repeat the call later.',
    cause: error,
    retry: 'backoff',
  })
}

function describe(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describe).join('; ')
  return error instanceof Error ? error.message : String(error)
}
