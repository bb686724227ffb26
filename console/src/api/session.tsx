import { queryOptions } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { api, taken } from './client.ts'
import type { Session } from './shapes.ts'

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => taken(api.GET('/api/v1/session')),
  staleTime: 60_000,
})

/** What the installation is called before anybody signed in. */
export const readinessQuery = queryOptions({
  queryKey: ['readiness'],
  queryFn: () => taken(api.GET('/readyz')),
  staleTime: Number.POSITIVE_INFINITY,
})

const SessionContext = createContext<Session | null>(null)
export const SessionProvider = SessionContext.Provider

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (session === null) throw new Error('This page is shown to signed-in people only')
  return session
}

/** Whether the person may do something. The API decides; the page only does not offer what it would refuse. */
export function useMay(permission: string): boolean {
  return useSession().principal.permissions.includes(permission)
}
