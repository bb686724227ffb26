import { useQuery } from '@tanstack/react-query'
import { api, taken } from '../api/client.ts'
import { useMay } from '../api/session.tsx'
import { BucketTag } from '../buckets/bucket-tag.tsx'
import { Day } from '../figures/dates.tsx'
import { Hours } from '../figures/figures.tsx'
import { Facts, Section } from '../frame/facts.tsx'
import { Foreign, Name } from '../frame/name.tsx'
import { Found } from '../frame/states.tsx'
import { ApprovalTag } from '../work/approval.tsx'
import { TextLink } from '../frame/link.tsx'

/** The entry that a case is about, as it stands now. */
export function SubjectEntry({ workId }: { workId: string }) {
  const may = useMay('work.read')
  const work = useQuery({
    queryKey: ['work', workId],
    queryFn: () => taken(api.GET('/api/v1/work/{workId}', { params: { path: { workId } } })),
    enabled: may,
    refetchInterval: 4_000,
  })
  if (!may) return null
  return (
    <Section
      title="The entry"
      aside={
        <TextLink to="/work/$workId" params={{ workId }} size="sm">
          Its way through
        </TextLink>
      }
    >
      <Found query={work} rows={5}>
        {({ work: entry, references }) => (
          <Facts
            list={[
              [
                'Worker',
                entry.worker === null ? (
                  <Foreign key="w" text={references.worker ?? '–'} />
                ) : (
                  <Name key="w" of={entry.worker} id />
                ),
              ],
              ['Work day', <Day key="day" day={entry.workOn} />],
              ['Hours', <Hours key="hours" hours={entry.hours} />],
              ['Client', <Name key="client" of={entry.client} />],
              [
                'Project',
                entry.project === null ? (
                  <Foreign key="p" text={references.project ?? '–'} />
                ) : (
                  <Name key="p" of={entry.project} id />
                ),
              ],
              ['Task', <Name key="task" of={entry.task} />],
              ['Labor category', entry.laborCategory ?? '–'],
              ['Approval', <ApprovalTag key="approval" approval={entry.approval} />],
              ['Cost', <BucketTag key="cost" outcome="cost" bucket={entry.costBucket} />],
              ['Bill', <BucketTag key="bill" outcome="bill" bucket={entry.billBucket} />],
            ]}
          />
        )}
      </Found>
    </Section>
  )
}
