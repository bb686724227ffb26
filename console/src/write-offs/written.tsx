import { Badge, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { api, taken } from '../api/client.ts'
import { authorText } from '../approvals/words.ts'
import { Day } from '../figures/dates.tsx'
import { Section } from '../frame/facts.tsx'
import { TextLink } from '../frame/link.tsx'
import { Foreign } from '../frame/name.tsx'
import { adjustmentText, reasonWords, stateColors, stateWords } from './words.ts'

/** What people proposed and decided of one entry; nothing where nobody did. */
export function WrittenUpOrDown({ workId }: { workId: string }) {
  const list = useQuery({
    queryKey: ['bill-adjustments', workId],
    queryFn: () => taken(api.GET('/api/v1/bill-adjustments', { params: { query: { workId } } })),
    refetchInterval: 15_000,
  })
  const items = list.data?.items ?? []
  if (items.length === 0) return null
  return (
    <Section title="Written up or down" note="By two people each. Cost stays as it is.">
      <Stack gap="sm">
        {items.map((one) => (
          <div key={one.adjustmentId}>
            <Group justify="space-between" gap="xs" wrap="nowrap">
              <TextLink size="sm" to="/write-offs/$adjustmentId" params={{ adjustmentId: one.adjustmentId }}>
                {adjustmentText(one)}
              </TextLink>
              <Badge miw="max-content" color={stateColors[one.state]}>
                {stateWords[one.state]}
              </Badge>
            </Group>
            <Text size="xs" className="quiet" component="div">
              {reasonWords[one.reason]}, as of <Day day={one.on} />, by{' '}
              <Foreign text={authorText(one.author)} />
            </Text>
          </div>
        ))}
      </Stack>
    </Section>
  )
}
