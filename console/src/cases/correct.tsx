import { Select, Text, TextInput, Textarea } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useState } from 'react'
import { api, taken } from '../api/client.ts'
import { type MasterKind, useChoices } from '../api/masters.ts'
import { useMay } from '../api/session.tsx'
import type { Case } from '../api/shapes.ts'
import { ConfirmButton } from '../frame/confirm.tsx'
import { told } from '../frame/notify.tsx'

type Corrected = {
  worker?: string
  project?: string
  task?: string
  laborCategory?: string
  billable?: boolean
}

const mostReason = 500

/** Where the entry belongs can be corrected here; how much it is belongs to its source. */
export function Correct({ about }: { about: Case }) {
  const { caseId } = about
  const [set, setSet] = useState<Corrected>({})
  const [reason, setReason] = useState('')
  const change = (field: keyof Corrected, value: string | boolean | null) =>
    setSet(({ [field]: _, ...others }) =>
      value === null || value === '' ? others : { ...others, [field]: value },
    )
  const ready = Object.keys(set).length > 0 && reason.trim() !== ''
  return (
    <ConfirmButton
      label="Correct"
      icon={<IconPencil size={16} />}
      title="Correct where the entry belongs"
      confirm="Correct"
      ready={ready}
      act={() =>
        taken(
          api.POST('/api/v1/cases/{caseId}/correct', {
            params: { path: { caseId } },
            body: { set, reason: reason.trim() },
          }),
        )
      }
      done={() => told('Corrected', 'The entry is evaluated again; the case closes when its cause is gone.')}
    >
      <Text size="sm">
        Fill in only what is wrong. Hours and day stay as the source says them: correct those in the source.
      </Text>
      <MasterChoice
        kind="project"
        label="Project"
        value={set.project}
        choose={(value) => change('project', value)}
      />
      <MasterChoice
        kind="task"
        label="Task"
        value={set.task}
        choose={(value) => change('task', value)}
        only={set.project}
      />
      <MasterChoice
        kind="worker"
        label="Worker"
        value={set.worker}
        choose={(value) => change('worker', value)}
      />
      <TextInput
        label="Labor category"
        value={set.laborCategory ?? ''}
        maxLength={300}
        onChange={(event) => change('laborCategory', event.currentTarget.value)}
      />
      <Select
        label="Billable"
        placeholder="As it is"
        clearable
        data={[
          { value: 'yes', label: 'Billable' },
          { value: 'no', label: 'Not billable' },
        ]}
        value={set.billable === undefined ? null : set.billable ? 'yes' : 'no'}
        onChange={(value) => change('billable', value === null ? null : value === 'yes')}
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

function MasterChoice({
  kind,
  label,
  value,
  choose,
  only,
}: {
  kind: MasterKind
  label: string
  value: string | undefined
  choose: (value: string | null) => void
  /** Tasks of this project only. */
  only?: string | undefined
}) {
  const may = useMay('master.read')
  const choices = useChoices(kind)
  if (!may) {
    return (
      <TextInput
        label={`${label} id`}
        value={value ?? ''}
        onChange={(event) => choose(event.currentTarget.value)}
      />
    )
  }
  const data = (choices.data ?? []).filter((each) => only === undefined || each.body.project === only)
  return (
    <Select
      label={label}
      placeholder="As it is"
      data={data}
      value={value ?? null}
      clearable
      searchable
      limit={100}
      nothingFoundMessage={choices.isPending ? 'Loading' : 'None has that name'}
      onChange={choose}
    />
  )
}
