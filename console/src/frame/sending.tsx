import { Alert } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, taken } from '../api/client.ts'

const everyMs = 15_000
const titles = {
  recovery: 'Nothing is sent until the books of the ERP were read back',
  copy: 'This is a copy: it sends nothing and reads nothing',
} as const

/** On every page while the installation may not send. */
export function SendingBanner() {
  const status = useQuery({
    queryKey: ['status'],
    queryFn: () => taken(api.GET('/api/v1/status')),
    refetchInterval: everyMs,
  })
  const found = status.data
  if (found === undefined || found.sending === 'allowed') return null
  return (
    <Alert color="red" mb="md" title={titles[found.sending]} role="status">
      {found.why} {found.waitsFor.length > 0 ? `It waits for: ${found.waitsFor.join('; ')}` : null}
    </Alert>
  )
}
