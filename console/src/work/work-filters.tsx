import { Button, Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useMemo, useState } from 'react'
import { useChoices } from '../api/masters.ts'
import { type Outcome, outcomes } from '../buckets/buckets.ts'
import { recentMonths } from '../figures/dates.tsx'
import { FilterBar } from '../frame/filter-bar.tsx'
import { withoutBlank } from '../frame/search.ts'
import { approvalChoices } from './approval.tsx'
import type { WorkSearch } from './work-search.ts'

const outcomeChoices = Object.entries(outcomes).map(([value, { label }]) => ({ value, label }))

/** What is typed goes into the address a moment after the last key, so that not every letter asks the API. */
const typingMs = 350

export function WorkFilters({ search, outcome }: { search: WorkSearch; outcome: Outcome }) {
  const navigate = useNavigate()
  const months = useMemo(() => recentMonths(24), [])
  const buckets = outcomes[outcome].buckets.map(({ id, label }) => ({ value: id, label }))
  const set = (changed: { [K in keyof WorkSearch]: string | null }) =>
    navigate({ to: '/work', search: withoutBlank({ ...search, ...changed }) as WorkSearch, replace: true })
  const width = { base: '100%', xs: 168 }
  return (
    <FilterBar
      set={Object.keys(search).length}
      first={<SearchText value={search.text ?? ''} set={(text) => set({ text })} />}
    >
      <Select
        label="Outcome"
        data={outcomeChoices}
        value={outcome}
        allowDeselect={false}
        onChange={(value) => set({ outcome: value, bucket: null })}
        w={{ base: '100%', xs: 104 }}
      />
      <Select
        label="Bucket"
        placeholder="Any"
        data={buckets}
        value={search.bucket ?? null}
        clearable
        onChange={(bucket) => set({ bucket, outcome })}
        w={width}
      />
      <Select
        label="Approval"
        placeholder="Any"
        data={approvalChoices}
        value={search.approval ?? null}
        clearable
        onChange={(approval) => set({ approval })}
        w={width}
      />
      <Select
        label="Month"
        placeholder="All"
        data={months}
        value={search.month ?? null}
        clearable
        searchable
        onChange={(month) => set({ month })}
        w={width}
      />
      <Masters search={search} set={set} width={width} />
      {Object.keys(search).length === 0 ? null : (
        <Button variant="subtle" color="gray" onClick={() => navigate({ to: '/work', search: {} })}>
          Clear all
        </Button>
      )}
    </FilterBar>
  )
}

function SearchText({ value, set }: { value: string; set: (text: string | null) => void }) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the wait
  useEffect(() => {
    if (typed === value) return
    const waiting = setTimeout(() => set(typed.trim() === '' ? null : typed.trim()), typingMs)
    return () => clearTimeout(waiting)
  }, [typed])
  return (
    <TextInput
      label="Search"
      placeholder="Worker, project, source id"
      leftSection={<IconSearch size={15} />}
      value={typed}
      maxLength={100}
      onChange={(event) => setTyped(event.currentTarget.value)}
      w={{ base: '100%', xs: 230 }}
    />
  )
}

type Set = (changed: {
  clientId?: string | null
  projectId?: string | null
  workerId?: string | null
}) => void

function Masters({ search, set, width }: { search: WorkSearch; set: Set; width: object }) {
  const clients = useChoices('client')
  const projects = useChoices('project')
  const workers = useChoices('worker')
  const shared = { placeholder: 'Any', clearable: true, searchable: true, limit: 100, w: width }
  return (
    <>
      <Select
        label="Client"
        data={clients.data ?? []}
        value={search.clientId ?? null}
        onChange={(clientId) => set({ clientId })}
        {...shared}
      />
      <Select
        label="Project"
        data={projects.data ?? []}
        value={search.projectId ?? null}
        onChange={(projectId) => set({ projectId })}
        {...shared}
      />
      <Select
        label="Worker"
        data={workers.data ?? []}
        value={search.workerId ?? null}
        onChange={(workerId) => set({ workerId })}
        {...shared}
      />
    </>
  )
}
