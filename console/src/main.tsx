import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './theme.css'
import './contracts/contracts.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { ProblemError } from './api/problem.ts'
import { router } from './router.tsx'
import { theme } from './theme.ts'

const mostRetries = 2

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 3_000,
      // What the API refused it will refuse again; only a failing server is asked once more.
      retry: (count, error) =>
        count < mostRetries && (!(error instanceof ProblemError) || error.problem.status >= 500),
      refetchOnWindowFocus: true,
    },
  },
})

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Notifications position="bottom-right" limit={4} />
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
