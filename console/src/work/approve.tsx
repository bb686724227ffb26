import { Text, Textarea } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { api, taken } from '../api/client.ts'
import { useMay } from '../api/session.tsx'
import type { WorkSummary } from '../api/shapes.ts'
import { Day } from '../figures/dates.tsx'
import { Hours } from '../figures/figures.tsx'
import { ConfirmButton } from '../frame/confirm.tsx'
import { Facts } from '../frame/facts.tsx'
import { Name } from '../frame/name.tsx'
import { told } from '../frame/notify.tsx'

const mostReason = 500

/** For work that was edited under a standing approval: a person looks at what it says now and approves that. */
export function ApproveAsItStands({ work }: { work: WorkSummary }) {
  const may = useMay('work.approve')
  const [reason, setReason] = useState('')
  if (!may) return null
  const { workId, revision } = work
  return (
    <ConfirmButton
      label="Approve as it stands"
      icon={<IconCheck size={16} />}
      title="Approve the entry as it stands"
      confirm="Approve"
      ready={reason.trim() !== ''}
      act={(key) =>
        taken(
          api.POST('/api/v1/work/{workId}/approve', {
            params: { path: { workId } },
            headers: { 'Idempotency-Key': key },
            body: { expectedRevision: revision, reason: reason.trim() },
          }),
        )
      }
      done={() => told('Approved', 'The entry is evaluated now; if nothing else stops it, it goes on.')}
    >
      <Text size="sm">
        It was changed after its approval. This approves what it says now, in your name, and only this
        revision.
      </Text>
      <Facts
        list={[
          ['Worker', <Name key="worker" of={work.worker} />],
          ['Work day', <Day key="day" day={work.workOn} />],
          ['Hours', <Hours key="hours" hours={work.hours} />],
          ['Project', <Name key="project" of={work.project} />],
          ['Revision', String(revision)],
        ]}
      />
      <Textarea
        label="Reason"
        description="Kept in the log beside your name"
        required
        maxLength={mostReason}
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </ConfirmButton>
  )
}
