import { Box, Button, Collapse, Group, Text, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, taken } from '../api/client.ts'
import type { PreBillMember } from '../api/shapes.ts'
import { Day } from '../figures/dates.tsx'
import { Amount, Hours, Rate } from '../figures/figures.tsx'
import { Foreign, Name } from '../frame/name.tsx'
import { Found } from '../frame/states.tsx'
import { Story } from '../work/story.tsx'
import { TextLink } from '../frame/link.tsx'

const firstShown = 25

/** The entries behind a line. A long line shows its first ones and the rest on demand. */
export function Members({ members, currency }: { members: readonly PreBillMember[]; currency: string }) {
  const [all, setAll] = useState(false)
  const shown = all ? members : members.slice(0, firstShown)
  return (
    <Box>
      {shown.map((member) => (
        <Member key={`${member.workId} ${member.seq}`} member={member} currency={currency} />
      ))}
      {shown.length === members.length ? null : (
        <Button variant="subtle" size="compact-sm" mt={6} onClick={() => setAll(true)}>
          Show all {members.length} entries
        </Button>
      )}
    </Box>
  )
}

function Member({ member, currency }: { member: PreBillMember; currency: string }) {
  const [opened, setOpened] = useState(false)
  return (
    <Box className="member">
      <UnstyledButton w="100%" py={6} aria-expanded={opened} onClick={() => setOpened(!opened)}>
        <Group justify="space-between" wrap="nowrap" gap="sm" align="baseline">
          <Group gap="0 12px" style={{ minWidth: 0, flex: 1 }} wrap="wrap">
            <Text size="sm" miw={96} component="div">
              <Day day={member.workOn} />
            </Text>
            <Text size="sm" component="div" style={{ minWidth: 0 }}>
              {member.worker === null ? <Foreign text={member.sourceId} /> : <Name of={member.worker} />}
            </Text>
          </Group>
          <Text size="xs" className="quiet" component="div" visibleFrom="sm">
            <Hours hours={member.hours} /> × <Rate rate={member.rate} currency={currency} />
          </Text>
          <Text size="sm" miw={{ base: 92, sm: 120 }} ta="end" component="div">
            <Amount money={member.amount} />
          </Text>
        </Group>
      </UnstyledButton>
      <Collapse expanded={opened} keepMounted={false}>
        <MemberStory member={member} />
      </Collapse>
    </Box>
  )
}

function MemberStory({ member }: { member: PreBillMember }) {
  const { workId, seq } = member
  const work = useQuery({
    queryKey: ['work', workId],
    queryFn: () => taken(api.GET('/api/v1/work/{workId}', { params: { path: { workId } } })),
  })
  return (
    <Box className="inset" mb={8}>
      <Found query={work} rows={3}>
        {(detail) => {
          const charge = detail.charges.find((each) => each.seq === seq)
          return (
            <>
              {charge === undefined ? (
                <Text size="sm" className="quiet">
                  This charge is no longer the entry's own; its page tells what became of it.
                </Text>
              ) : (
                <Story lines={charge.story} />
              )}
              <TextLink to="/work/$workId" params={{ workId }} size="sm" mt={6} display="inline-block">
                The entry's way through
              </TextLink>
            </>
          )
        }}
      </Found>
    </Box>
  )
}
