import { useChoices } from '../api/masters.ts'
import { Foreign } from '../frame/name.tsx'

const kinds = [
  ['clientId', 'client', 'Client'],
  ['contractId', 'contract', 'Contract'],
  ['legalEntity', 'legal_entity', 'Legal entity'],
] as const

/** What a run was for, by the names of the masters where the reader may see them. */
export function Selection({ selection }: { selection: Record<string, string> }) {
  const parts = kinds.filter(([key]) => selection[key] !== undefined)
  if (parts.length === 0) return <span>Everything</span>
  return (
    <>
      {parts.map(([key, kind, label]) => (
        <Part key={key} kind={kind} label={label} id={selection[key]!} />
      ))}
    </>
  )
}

function Part({ kind, label, id }: { kind: (typeof kinds)[number][1]; label: string; id: string }) {
  const choices = useChoices(kind)
  const name = choices.data?.find((choice) => choice.value === id)?.label ?? id
  return (
    <div>
      <span className="quiet">{label}</span> <Foreign text={name} />
    </div>
  )
}
