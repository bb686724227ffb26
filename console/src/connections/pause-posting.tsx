import { Text, TextInput } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import { api, taken } from '../api/client.ts'
import { useMay } from '../api/session.tsx'
import type { Connections } from '../api/shapes.ts'
import { ConfirmButton } from '../frame/confirm.tsx'
import { told } from '../frame/notify.tsx'

const path = {
  pause: '/api/v1/connections/{connectionId}/pause',
  resume: '/api/v1/connections/{connectionId}/resume',
} as const

/** Stops what is posted to a connection, and lets it go on; the log keeps who did it and why. */
export function PauseAction({ connection }: { connection: Connections['items'][number] }) {
  const { connectionId, name, lanes } = connection
  const may = useMay('posting.pause')
  const [reason, setReason] = useState('')
  const isPaused = lanes.some((each) => each.paused !== null)
  const act = isPaused ? 'resume' : 'pause'
  if (!may || lanes.length === 0) return null
  return (
    <div>
      <ConfirmButton
        label={isPaused ? 'Resume posting' : 'Pause posting'}
        title={isPaused ? `Let posting to ${name} go on?` : `Stop posting to ${name}?`}
        confirm={isPaused ? 'Resume' : 'Pause'}
        variant="default"
        icon={isPaused ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
        ready={reason.trim().length >= 3}
        act={() =>
          taken(
            api.POST(path[act], {
              params: { path: { connectionId } },
              body: { stream: null, reason: reason.trim() },
            }),
          )
        }
        done={() => {
          setReason('')
          told(
            isPaused ? 'Resumed' : 'Paused',
            `Posting to ${name} ${isPaused ? 'goes on' : 'stands still'}.`,
          )
        }}
      >
        <Text size="sm">
          {isPaused
            ? 'What waits goes out again, within its windows and limits.'
            : 'What is under way ends, unanswered writes are still looked for, and nothing new is sent.'}
        </Text>
        <TextInput
          label="Reason"
          description="It stands in the log with your name."
          value={reason}
          maxLength={500}
          data-autofocus
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      </ConfirmButton>
    </div>
  )
}
