import { useQuery } from '@tanstack/react-query'
import { ProblemError } from '../api/problem.ts'
import { SessionProvider, sessionQuery } from '../api/session.tsx'
import { Shell } from '../frame/shell.tsx'
import { Loading, ProblemNotice } from '../frame/states.tsx'
import { Gate } from './gate.tsx'
import { PasswordForm } from './password-form.tsx'
import { SignInForm } from './sign-in-form.tsx'

/** Whoever is not signed in sees the sign-in page at every address, and afterwards the page they asked for. */
export function Door() {
  const session = useQuery({ ...sessionQuery, retry: false })
  const nobody = session.error instanceof ProblemError && session.error.problem.status === 401
  if (nobody) {
    return (
      <Gate title="Sign in" lead="From approved time to a released invoice.">
        <SignInForm />
      </Gate>
    )
  }
  if (session.data === undefined) {
    return (
      <Gate title={session.error ? 'Not reachable' : 'One moment'}>
        {session.error ? (
          <ProblemNotice error={session.error} retry={() => void session.refetch()} />
        ) : (
          <Loading rows={3} />
        )}
      </Gate>
    )
  }
  if (session.data.passwordChangeDue) {
    return (
      <Gate
        title="Choose your password"
        lead="The one you signed in with was made for a single use. Choose your own before you go on."
      >
        <PasswordForm />
      </Gate>
    )
  }
  return (
    <SessionProvider value={session.data}>
      <Shell />
    </SessionProvider>
  )
}
