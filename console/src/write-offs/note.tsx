import { Select, Textarea } from '@mantine/core'
import { type Reason, reasonWords } from './words.ts'

const mostNote = 2000
const reasons = Object.entries(reasonWords).map(([value, label]) => ({ value, label }))

export function ReasonChoice({
  reason,
  set,
}: {
  reason: Reason | null
  set: (reason: Reason | null) => void
}) {
  return (
    <Select
      label="Reason"
      placeholder="Choose one"
      required
      data={reasons}
      value={reason}
      onChange={(chosen) => set(chosen as Reason | null)}
    />
  )
}

export function Note({
  note,
  set,
  label = 'Note',
  required = false,
}: {
  note: string
  set: (note: string) => void
  label?: string
  required?: boolean
}) {
  return (
    <Textarea
      label={label}
      description="Kept sealed in the log beside your name"
      required={required}
      maxLength={mostNote}
      autosize
      minRows={2}
      value={note}
      onChange={(event) => set(event.currentTarget.value)}
    />
  )
}
