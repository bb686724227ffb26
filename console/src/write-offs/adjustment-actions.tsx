import { Text } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, taken } from '../api/client.ts'
import { useMay } from '../api/session.tsx'
import type { BillAdjustment } from '../api/shapes.ts'
import { whyNot } from '../approvals/words.ts'
import { ConfirmButton } from '../frame/confirm.tsx'
import { Found } from '../frame/states.tsx'
import { told } from '../frame/notify.tsx'
import { Effect } from './effect.tsx'
import { Note, ReasonChoice } from './note.tsx'
import type { Reason } from './words.ts'

/** What the reader may do about an adjustment, or why they may not. */
export function AdjustmentActions({
  adjustment,
  counts,
}: {
  adjustment: BillAdjustment
  /** Some of its works were not taken back. */
  counts: boolean
}) {
  const may = useMay('bill_adjustment.decide')
  const mayPropose = useMay('bill_adjustment.propose')
  const { state, what, own } = adjustment
  if (state === 'approved' && what !== 'take_back' && counts && mayPropose)
    return <TakeBack adjustment={adjustment} />
  if (state !== 'proposed') return null
  const reason = whyNot({ own, may })
  if (reason === null) {
    return (
      <>
        <Decline adjustment={adjustment} />
        <Approve adjustment={adjustment} />
      </>
    )
  }
  return (
    <>
      <Text size="sm" className="quiet">
        {reason}
      </Text>
      {own && mayPropose ? <Withdraw adjustment={adjustment} /> : null}
    </>
  )
}

function Approve({ adjustment: { adjustmentId } }: { adjustment: BillAdjustment }) {
  const [note, setNote] = useState('')
  // What it comes to by what is known now: that is what is approved.
  const now = useQuery({
    queryKey: ['bill-adjustment effect', adjustmentId],
    queryFn: () =>
      taken(
        api.POST('/api/v1/bill-adjustments/{adjustmentId}/effect', {
          params: { path: { adjustmentId } },
          body: {},
        }),
      ),
    retry: false,
  })
  return (
    <ConfirmButton
      label="Approve"
      icon={<IconCheck size={16} />}
      title="Approve this adjustment"
      confirm="Approve"
      ready={now.data !== undefined}
      act={(key) =>
        taken(
          api.POST('/api/v1/bill-adjustments/{adjustmentId}/approve', {
            params: { path: { adjustmentId } },
            headers: { 'Idempotency-Key': key },
            body: {
              confirmed: now.data!.amounts,
              ...(note.trim() === '' ? {} : { note: note.trim() }),
            },
          }),
        )
      }
      done={() => told('Approved', 'The work is charged anew; its cost stays as it is.')}
    >
      <Text size="sm">
        It counts from now on. What stands on an issued invoice becomes a proposed difference.
      </Text>
      <Found query={now} rows={2}>
        {(effect) => (
          <div>
            <Effect effect={effect} />
          </div>
        )}
      </Found>
      <Note note={note} set={setNote} />
    </ConfirmButton>
  )
}

function Decline({ adjustment: { adjustmentId } }: { adjustment: BillAdjustment }) {
  const [note, setNote] = useState('')
  return (
    <ConfirmButton
      label="Decline"
      icon={<IconX size={16} />}
      variant="default"
      title="Decline this adjustment"
      confirm="Decline"
      ready={note.trim() !== ''}
      act={(key) =>
        taken(
          api.POST('/api/v1/bill-adjustments/{adjustmentId}/decline', {
            params: { path: { adjustmentId } },
            headers: { 'Idempotency-Key': key },
            body: { note: note.trim() },
          }),
        )
      }
      done={() => told('Declined', 'The work is billed as it was.')}
    >
      <Text size="sm">Nothing changes. The proposal is kept with your reason.</Text>
      <Note note={note} set={setNote} label="Why it is declined" required />
    </ConfirmButton>
  )
}

function Withdraw({ adjustment: { adjustmentId } }: { adjustment: BillAdjustment }) {
  return (
    <ConfirmButton
      label="Withdraw"
      icon={<IconArrowBackUp size={16} />}
      variant="default"
      title="Withdraw this proposal"
      confirm="Withdraw"
      act={(key) =>
        taken(
          api.POST('/api/v1/bill-adjustments/{adjustmentId}/withdraw', {
            params: { path: { adjustmentId } },
            headers: { 'Idempotency-Key': key },
            body: {},
          }),
        )
      }
      done={() => told('Withdrawn', 'Nobody has to decide about it any more.')}
    >
      <Text size="sm">Nothing changes. It can be proposed anew at any time.</Text>
    </ConfirmButton>
  )
}

function TakeBack({ adjustment: { adjustmentId } }: { adjustment: BillAdjustment }) {
  const [reason, setReason] = useState<Reason | null>(null)
  const [note, setNote] = useState('')
  const said = note.trim()
  return (
    <ConfirmButton
      label="Take back"
      icon={<IconArrowBackUp size={16} />}
      variant="default"
      title="Take this back"
      confirm="Propose"
      ready={reason !== null && (reason !== 'other' || said !== '')}
      act={(key) =>
        taken(
          api.POST('/api/v1/bill-adjustments/{adjustmentId}/take-back', {
            params: { path: { adjustmentId } },
            headers: { 'Idempotency-Key': key },
            body: { reason: reason!, ...(said === '' ? {} : { note: said }) },
          }),
        )
      }
      done={() => told('Proposed', 'It waits under Approvals until somebody else decides.')}
    >
      <Text size="sm">
        The work is billed as if it had not been written up, down or off, once somebody else approves that.
      </Text>
      <ReasonChoice reason={reason} set={setReason} />
      <Note note={note} set={setNote} required={reason === 'other'} />
    </ConfirmButton>
  )
}
