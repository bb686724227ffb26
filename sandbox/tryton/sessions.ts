/** Who may speak. Sessions live in memory: after a restart every caller logs in again. */
import { randomBytes } from 'node:crypto'
import { header, type Incoming } from '../wire.ts'
import { TrytonStatus } from './errors.ts'

export const trytonAccounts = {
  integration: { id: 2, password: 'Integr4tion-pw', admin: false },
  admin: { id: 1, password: 'Admin-pass-1', admin: true },
} as const
type Login = keyof typeof trytonAccounts
export type Identity = { readonly login: string; readonly userId: number; readonly admin: boolean }

const attemptsLimit = 5
const sessions = new Map<string, Login>()
const failures = new Map<string, number>()

export function logIn(login: unknown, parameters: unknown): [number, string] {
  const name = String(login)
  const failed = failures.get(name) ?? 0
  if (failed > attemptsLimit) throw new TrytonStatus(429)
  const password = (parameters as Record<string, unknown> | null)?.password
  if (!isLogin(name) || trytonAccounts[name].password !== password) {
    failures.set(name, failed + 1)
    throw new TrytonStatus(401)
  }
  failures.delete(name)
  const token = randomBytes(32).toString('hex')
  sessions.set(token, name)
  return [trytonAccounts[name].id, token]
}

export function logOut(incoming: Incoming): void {
  const [, , token = ''] = credentials(incoming, 'Session')
  sessions.delete(token)
}

export function identify(incoming: Incoming): Identity {
  const [login = '', , token = ''] = credentials(incoming, 'Session')
  const name = sessions.get(token)
  if (name !== undefined && name === login) return identityOf(name)
  const [basicLogin = '', ...rest] = credentials(incoming, 'Basic')
  if (isLogin(basicLogin) && trytonAccounts[basicLogin].password === rest.join(':'))
    return identityOf(basicLogin)
  throw new TrytonStatus(401)
}

function identityOf(login: Login): Identity {
  return { login, userId: trytonAccounts[login].id, admin: trytonAccounts[login].admin }
}

function isLogin(name: string): name is Login {
  return Object.hasOwn(trytonAccounts, name)
}

function credentials(incoming: Incoming, scheme: 'Session' | 'Basic'): string[] {
  const sent = header(incoming, 'authorization') ?? ''
  return sent.startsWith(`${scheme} `)
    ? Buffer.from(sent.slice(scheme.length + 1), 'base64')
        .toString('utf8')
        .split(':')
    : []
}
