import { Button, Text, TextInput } from '@mantine/core'
import { IconRefresh, IconUser } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, taken } from '../api/client.ts'
import { toProblem } from '../api/problem.ts'
import { useMay, useSession } from '../api/session.tsx'
import type { Case } from '../api/shapes.ts'
import { ConfirmButton } from '../frame/confirm.tsx'
import { told } from '../frame/notify.tsx'
import { ApproveAsItStands } from '../work/approve.tsx'
import { Correct } from './correct.tsx'

/** What a person can do about a case. Whatever it is, the case closes only when its cause is gone. */
export function CaseActions({ about }: { about: Case }) {
  const mayCorrect = useMay('case.correct')
  const mayResume = useMay('case.resume')
  const mayAssign = useMay('case.assign')
  if (about.state === 'resolved') return null
  return (
    <>
      {mayAssign ? <Assign about={about} /> : null}
      {mayResume ? <LookAgain about={about} /> : null}
      {about.subjectKind === 'work' ? <Approve workId={about.subjectId} /> : null}
      {mayCorrect && about.subjectKind === 'work' ? <Correct about={about} /> : null}
    </>
  )
}

function Approve({ workId }: { workId: string }) {
  const work = useQuery({
    queryKey: ['work', workId],
    queryFn: () => taken(api.GET('/api/v1/work/{workId}', { params: { path: { workId } } })),
  })
  return work.data?.work.approval === 'voided' ? <ApproveAsItStands work={work.data.work} /> : null
}

function LookAgain({ about: { caseId, subjectKind } }: { about: Case }) {
  const queries = useQueryClient()
  const resuming = useMutation({
    mutationFn: () => taken(api.POST('/api/v1/cases/{caseId}/resume', { params: { path: { caseId } } })),
    onSuccess: async ({ message }) => {
      told('Looking again', message)
      await queries.invalidateQueries()
    },
    onError: (error) => {
      const { title, detail } = toProblem(error)
      told(title, detail)
    },
  })
  return (
    <Button
      variant="default"
      leftSection={<IconRefresh size={16} />}
      loading={resuming.isPending}
      onClick={() => resuming.mutate()}
    >
      {subjectKind === 'document' ? 'Resume' : 'Look again'}
    </Button>
  )
}

function Assign({ about: { caseId, assignee } }: { about: Case }) {
  const { principal } = useSession()
  const [who, setWho] = useState(assignee ?? '')
  return (
    <ConfirmButton
      label="Assign"
      variant="default"
      icon={<IconUser size={16} />}
      title="Give this case to somebody"
      confirm={who.trim() === '' ? 'Give to nobody' : 'Assign'}
      act={() =>
        taken(
          api.POST('/api/v1/cases/{caseId}/assign', {
            params: { path: { caseId } },
            body: { assignee: who.trim() === '' ? null : who.trim() },
          }),
        )
      }
      done={() =>
        told(
          'Assigned',
          who.trim() === '' ? 'The case belongs to nobody now.' : `The case belongs to ${who.trim()}.`,
        )
      }
    >
      <TextInput
        label="Person"
        description="Name or mail address; blank for nobody"
        value={who}
        maxLength={200}
        onChange={(event) => setWho(event.currentTarget.value)}
        data-autofocus
      />
      <Text size="sm">
        <Button variant="subtle" size="compact-sm" onClick={() => setWho(principal.email ?? principal.name)}>
          Take it myself
        </Button>
      </Text>
    </ConfirmButton>
  )
}
