import { betterAuth } from 'better-auth'
import { Kysely } from 'kysely'
import { hkdfSync } from 'node:crypto'
import type { Store } from '../store/pool.ts'
import { passwordMaxCharacters, passwordMinCharacters } from './passwords.ts'
import { storeDialect } from './store-dialect.ts'

type SignInOptions = {
  readonly store: Store
  /** Where people reach the console; `https` makes the cookie refuse plain connections. */
  readonly baseUrl: string
  readonly masterKey: Uint8Array
  readonly newId: () => string
}

const sessionHours = 12

const secondsPerHour = 3600

function cookieSecret(masterKey: Uint8Array): string {
  const bytes = hkdfSync('sha256', masterKey, new Uint8Array(0), 'hourbridge session cookies', 32)
  return Buffer.from(bytes).toString('base64url')
}

/**
 * Sign-in with mail address and password. The library hashes passwords (scrypt), signs cookies and keeps
 * sessions in our tables; nothing of it is reachable from outside except through the routes of `api/`.
 * Sign-up is closed, and it calls nobody: no telemetry, no mail, no social provider.
 */
export function createSignIn(options: SignInOptions) {
  const secure = options.baseUrl.startsWith('https://')
  return betterAuth({
    appName: 'Hourbridge',
    baseURL: options.baseUrl,
    basePath: '/api/v1/session',
    secret: cookieSecret(options.masterKey),
    database: {
      db: new Kysely({ dialect: storeDialect(options.store) }),
      type: 'postgres',
      transaction: false,
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: passwordMinCharacters,
      maxPasswordLength: passwordMaxCharacters,
    },
    user: {
      modelName: 'principals',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
      changeEmail: { enabled: false },
      deleteUser: { enabled: false },
    },
    session: {
      modelName: 'sign_in_sessions',
      fields: {
        userId: 'principal_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      expiresIn: sessionHours * secondsPerHour,
      updateAge: secondsPerHour,
    },
    account: {
      modelName: 'credentials',
      fields: {
        userId: 'principal_id',
        accountId: 'account_id',
        providerId: 'provider_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
      accountLinking: { enabled: false },
    },
    verification: {
      modelName: 'verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    advanced: {
      useSecureCookies: secure,
      cookiePrefix: 'hourbridge',
      defaultCookieAttributes: { httpOnly: true, sameSite: 'strict', secure },
      database: { generateId: options.newId },
    },
  })
}

export type SignIn = ReturnType<typeof createSignIn>
