import type { ConnectionContext } from './connector.ts'

export type Session = ConnectionContext['session']

/** One login at a time: whoever asks while one is under way waits for that one and shares its token or failure. */
export function openSession(): Session {
  let underWay: Promise<string> | null = null
  const session: Session = {
    token: null,
    refresh(login) {
      underWay ??= login()
        .then((token) => {
          session.token = token
          return token
        })
        .finally(() => {
          underWay = null
        })
      return underWay
    },
  }
  return session
}
