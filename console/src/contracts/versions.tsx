import { Badge, Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { ContractDetail } from '../api/shapes.ts'
import { Instant } from '../figures/dates.tsx'
import { Section } from '../frame/facts.tsx'
import { ChangeList } from './change-list.tsx'
import { stretchText } from './status.tsx'

type Version = ContractDetail['versions'][number]

function isNow({ validFrom, validUntil }: Version, today: string): boolean {
  return validFrom <= today && (validUntil === null || today < validUntil)
}

/** The terms of each stretch of days, the latest first, and what was corrected after it was known. */
export function Versions({ detail }: { detail: ContractDetail }) {
  const today = new Date().toISOString().slice(0, 10)
  const { corrections } = detail
  return (
    <Section title="Versions over time" note="What changed from one to the next, the latest first.">
      <Stack gap="md">
        {[...detail.versions].reverse().map((version) => (
          <div key={version.validFrom}>
            <Text size="sm" fw={600} component="div">
              {stretchText(version)}{' '}
              {isNow(version, today) ? (
                <Badge color="green" ml={4}>
                  now
                </Badge>
              ) : null}
            </Text>
            <Known learned={version.learned} word="Known since" />
            {version === detail.versions[0] ? (
              <Text size="sm" className="quiet">
                The first version.
              </Text>
            ) : (
              <ChangeList changes={version.changes} />
            )}
          </div>
        ))}
      </Stack>
      {corrections.length === 0 ? null : <Corrections list={corrections} />}
    </Section>
  )
}

function Known({ learned, word }: { learned: Version['learned']; word: string }) {
  return (
    <Text size="xs" className="quiet" component="div">
      {word} {learned.at === null ? `position ${learned.position} of the log` : <Instant at={learned.at} />}
    </Text>
  )
}

function Corrections({ list }: { list: ContractDetail['corrections'] }) {
  const [opened, setOpened] = useState(false)
  return (
    <div style={{ borderTop: '1px solid var(--line)', marginTop: '0.9rem', paddingTop: '0.7rem' }}>
      <Button size="compact-sm" variant="default" aria-expanded={opened} onClick={() => setOpened(!opened)}>
        {opened ? 'Hide' : 'Show'} what was corrected later: {list.length}
      </Button>
      {opened ? (
        <Stack gap="md" mt="sm">
          {list.map((one) => (
            <div key={`${one.validFrom} ${one.learned.position} ${one.corrected.position}`}>
              <Text size="sm" fw={600}>
                {stretchText(one)}
              </Text>
              <Known learned={one.corrected} word="Corrected" />
              <ChangeList changes={one.changes} />
            </div>
          ))}
        </Stack>
      ) : null}
    </div>
  )
}
