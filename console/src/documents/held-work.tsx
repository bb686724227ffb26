import { useQuery } from '@tanstack/react-query'
import { api, taken } from '../api/client.ts'
import { useMay } from '../api/session.tsx'
import type { BillingDocument } from '../api/shapes.ts'
import { Section } from '../frame/facts.tsx'
import { Found } from '../frame/states.tsx'
import { WorkTable } from '../work/work-table.tsx'
import { TextLink } from '../frame/link.tsx'

/** What this client would be billed as well, were it not held: to be seen before the release, not after it. */
export function HeldWork({ document }: { document: BillingDocument }) {
  const may = useMay('work.read')
  const filter = { outcome: 'bill', bucket: 'held', clientId: document.client.id } as const
  const held = useQuery({
    queryKey: ['work', 'held', document.client.id],
    queryFn: () => taken(api.GET('/api/v1/work', { params: { query: { ...filter, limit: '6' } } })),
    enabled: may,
  })
  if (!may || held.data?.items.length === 0) return null
  return (
    <Section
      title="Held work of this client"
      note="Not on this document, because a case stops it. Cured, it joins the next run."
      aside={
        <TextLink to="/work" search={filter} size="sm">
          All held work
        </TextLink>
      }
      flush
    >
      <Found query={held} rows={3}>
        {(page) => <WorkTable label="Held work of this client" rows={page.items} outcome="bill" brief />}
      </Found>
    </Section>
  )
}
