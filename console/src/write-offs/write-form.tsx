import { Group, SegmentedControl, Select, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconPencilDollar } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, taken } from '../api/client.ts'
import { toProblem } from '../api/problem.ts'
import { useMay } from '../api/session.tsx'
import type { AskedAdjustment, WorkSummary } from '../api/shapes.ts'
import { ConfirmButton } from '../frame/confirm.tsx'
import { Facts } from '../frame/facts.tsx'
import { told } from '../frame/notify.tsx'
import { Effect } from './effect.tsx'
import { Note, ReasonChoice } from './note.tsx'
import { type How, howWords, type Reason, type What, whatWords } from './words.ts'

const whats = (['write_down', 'write_off', 'write_up'] as const).map((value) => ({
  value,
  label: whatWords[value],
}))
const hows = Object.entries(howWords).map(([value, label]) => ({ value, label }))
const sizeShape = /^\d{1,15}(\.\d{1,9})?$/
const typingMs = 300

function howMuch(how: How, size: string, currency: string): Partial<AskedAdjustment> {
  const sum = { amount: size, currency }
  return {
    by_percent: { byPercent: size },
    by_amount: { byAmount: sum },
    to_amount: { toAmount: sum },
    to_quantity: { toQuantity: size },
    to_rate: { toRate: sum },
  }[how]
}

/** Proposes to write one entry up, down or off, with what that comes to before anything is proposed. */
export function WriteUpOrDown({ work }: { work: WorkSummary }) {
  const may = useMay('bill_adjustment.propose')
  const [what, setWhat] = useState<What>('write_down')
  const [how, setHow] = useState<How>('by_percent')
  const [size, setSize] = useState('')
  const [reason, setReason] = useState<Reason | null>(null)
  const [note, setNote] = useState('')
  if (!may || work.approval !== 'approved' || work.bill === null) return null
  const { currency } = work.bill
  const all = what === 'write_off'
  const sound = all || sizeShape.test(size)
  const question: AskedAdjustment | null = sound
    ? { what, works: [work.workId], reason: 'goodwill', ...(all ? {} : howMuch(how, size, currency)) }
    : null
  const said = note.trim()
  return (
    <ConfirmButton
      label="Write up or down"
      icon={<IconPencilDollar size={16} />}
      variant="default"
      title="Write this entry up, down or off"
      confirm="Propose"
      ready={question !== null && reason !== null && (reason !== 'other' || said !== '')}
      act={(key) =>
        taken(
          api.POST('/api/v1/bill-adjustments', {
            headers: { 'Idempotency-Key': key },
            body: { ...question!, reason: reason!, ...(said === '' ? {} : { note: said }) },
          }),
        )
      }
      done={() => told('Proposed', 'It waits under Approvals until somebody else decides.')}
    >
      <Text size="sm">
        What the client is billed changes once somebody else approves. What it cost stays as it is.
      </Text>
      <SegmentedControl
        fullWidth
        aria-label="What"
        data={whats}
        value={what}
        onChange={(value) => setWhat(value as What)}
      />
      {all ? null : (
        <Group gap="sm" grow align="flex-end">
          <Select
            label="How much"
            data={hows}
            value={how}
            allowDeselect={false}
            onChange={(value) => setHow(value as How)}
          />
          <TextInput
            label={how === 'by_percent' ? 'Percent' : how === 'to_quantity' ? 'Hours' : currency}
            inputMode="decimal"
            required
            error={size !== '' && !sound ? 'As a number, such as 12.5' : null}
            value={size}
            onChange={(event) => setSize(event.currentTarget.value.trim())}
          />
        </Group>
      )}
      <Outlook question={question} />
      <ReasonChoice reason={reason} set={setReason} />
      <Note note={note} set={setNote} required={reason === 'other'} />
    </ConfirmButton>
  )
}

/** Asks as the reader types; the reason has no part in it. */
function Outlook({ question }: { question: AskedAdjustment | null }) {
  const [asked] = useDebouncedValue(JSON.stringify(question), typingMs)
  const dry = useQuery({
    queryKey: ['bill-adjustment dry run', asked],
    queryFn: () =>
      taken(api.POST('/api/v1/bill-adjustments/dry-run', { body: JSON.parse(asked) as AskedAdjustment })),
    enabled: asked !== 'null',
    retry: false,
  })
  const shown =
    question === null ? (
      <span className="quiet">Say how much</span>
    ) : dry.error ? (
      <Text size="sm" c="red" component="span">
        {toProblem(dry.error).detail}
      </Text>
    ) : dry.data === undefined ? (
      <span className="quiet">Being computed</span>
    ) : (
      <Effect effect={dry.data.effect} />
    )
  return (
    <div aria-live="polite">
      <Facts list={[['Effect', <div key="effect">{shown}</div>]]} />
    </div>
  )
}
