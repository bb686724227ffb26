import { Checkbox, Text, Textarea } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconX } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, taken } from '../api/client.ts'
import { ProblemError } from '../api/problem.ts'
import { useMay } from '../api/session.tsx'
import { ConfirmButton } from '../frame/confirm.tsx'
import { told } from '../frame/notify.tsx'
import { type Moved, MovedList, movedUntil } from './overtaken.tsx'
import { type Proposal, countText, whyNot } from './words.ts'

const mostNote = 4000

/** What the reader may do about a proposal that waits, or why they may not. */
export function ProposalActions({
  proposal,
  moved,
  asOf,
}: {
  proposal: Proposal
  moved: Moved
  /** Up to where the difference on the page was read. */
  asOf: string
}) {
  const may = useMay('master.approve')
  const mayPropose = useMay('master.propose')
  if (proposal.state !== 'proposed') return null
  const reason = whyNot({ own: proposal.own, may })
  if (reason === null) {
    return (
      <>
        <Decline proposal={proposal} />
        <Approve proposal={proposal} moved={moved} asOf={asOf} />
      </>
    )
  }
  return (
    <>
      <Text size="sm" className="quiet">
        {reason}
      </Text>
      {proposal.own && mayPropose ? <Withdraw proposal={proposal} /> : null}
    </>
  )
}

function Note({ note, set, required }: { note: string; set: (note: string) => void; required: boolean }) {
  return (
    <Textarea
      label={required ? 'Why it is declined' : 'Note'}
      description="Kept in the log beside your name, and shown to its author"
      required={required}
      maxLength={mostNote}
      autosize
      minRows={2}
      value={note}
      onChange={(event) => set(event.currentTarget.value)}
    />
  )
}

function Approve({ proposal, moved, asOf }: { proposal: Proposal; moved: Moved; asOf: string }) {
  const { proposalId } = proposal
  const queries = useQueryClient()
  const [note, setNote] = useState('')
  const [readUntil, setReadUntil] = useState<string | null>(null)
  const until = movedUntil(moved)
  const confirmed = until === null || readUntil === until
  const body = {
    ...(note.trim() === '' ? {} : { note: note.trim() }),
    ...(until === null ? {} : { confirmedAt: asOf }),
  }
  const approve = async (key: string) => {
    try {
      return await taken(
        api.POST('/api/v1/master-proposals/{proposalId}/approve', {
          params: { path: { proposalId } },
          headers: { 'Idempotency-Key': key },
          body,
        }),
      )
    } catch (error) {
      // What moved since the page was read is shown behind the dialog and in it, to be confirmed.
      const overtaken = error instanceof ProblemError && error.problem.code === 'PROPOSAL_OVERTAKEN'
      if (overtaken) await queries.invalidateQueries({ queryKey: ['proposal', proposalId] })
      throw error
    }
  }
  return (
    <ConfirmButton
      label="Approve"
      icon={<IconCheck size={16} />}
      title={`Approve ${countText(proposal.records, 'record')}`}
      confirm="Approve"
      ready={confirmed}
      act={approve}
      done={() => told('Approved', 'It holds from now on; work that it prices is looked at again.')}
    >
      <Text size="sm">
        The records hold as proposed from now on. What is not billed yet is priced anew; what an issued
        invoice would be worth differently is proposed as a difference.
      </Text>
      {until === null ? null : (
        <div>
          <Text size="sm" fw={500}>
            Changed since it was proposed:
          </Text>
          <MovedList moved={moved} />
          <Checkbox
            mt="xs"
            label="I have read what it changes of what is known now"
            checked={confirmed}
            onChange={(event) => setReadUntil(event.currentTarget.checked ? until : null)}
          />
        </div>
      )}
      <Note note={note} set={setNote} required={false} />
    </ConfirmButton>
  )
}

function Decline({ proposal: { proposalId } }: { proposal: Proposal }) {
  const [note, setNote] = useState('')
  return (
    <ConfirmButton
      label="Decline"
      icon={<IconX size={16} />}
      variant="default"
      title="Decline this proposal"
      confirm="Decline"
      ready={note.trim() !== ''}
      act={(key) =>
        taken(
          api.POST('/api/v1/master-proposals/{proposalId}/decline', {
            params: { path: { proposalId } },
            headers: { 'Idempotency-Key': key },
            body: { note: note.trim() },
          }),
        )
      }
      done={() => told('Declined', 'Everything stays as it is known.')}
    >
      <Text size="sm">Nothing changes. The proposal is kept with your reason.</Text>
      <Note note={note} set={setNote} required />
    </ConfirmButton>
  )
}

function Withdraw({ proposal: { proposalId } }: { proposal: Proposal }) {
  return (
    <ConfirmButton
      label="Withdraw"
      icon={<IconArrowBackUp size={16} />}
      variant="default"
      title="Withdraw this proposal"
      confirm="Withdraw"
      act={(key) =>
        taken(
          api.POST('/api/v1/master-proposals/{proposalId}/withdraw', {
            params: { path: { proposalId } },
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
