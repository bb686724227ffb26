import { Alert, Badge, Grid, Group, Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconTool } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { api, taken } from '../api/client.ts'
import type { Case } from '../api/shapes.ts'
import { Ago, Instant } from '../figures/dates.tsx'
import { Amount, Hours } from '../figures/figures.tsx'
import { Facts, Section } from '../frame/facts.tsx'
import { TextLink } from '../frame/link.tsx'
import { Foreign } from '../frame/name.tsx'
import { Page } from '../frame/page.tsx'
import { Found } from '../frame/states.tsx'
import { SourcePayload } from '../work/source-payload.tsx'
import { CaseActions } from './case-actions.tsx'
import { SubjectEntry } from './subject-entry.tsx'
import { ownerText } from './words.ts'

export function CasePage() {
  const { caseId } = useParams({ from: '/cases/$caseId' })
  const found = useQuery({
    queryKey: ['case', caseId],
    queryFn: () => taken(api.GET('/api/v1/cases/{caseId}', { params: { path: { caseId } } })),
    refetchInterval: 4_000,
  })
  const back = { to: '/cases', label: 'Cases' }
  if (found.data === undefined) {
    return (
      <Page title="Case" windowTitle="Case" back={back}>
        <Found query={found} rows={8}>
          {() => null}
        </Found>
      </Page>
    )
  }
  const about = found.data
  const aboutWork = about.subjectKind === 'work'
  return (
    <Page
      back={back}
      title={about.title}
      windowTitle={about.title}
      lead={
        <Group gap="xs" mt={4}>
          <Badge color={about.state === 'open' ? 'orange' : 'green'}>
            {about.state === 'open' ? 'Open' : 'Resolved'}
          </Badge>
          <span>
            {about.code} · <Ago at={about.openedAt} />
          </span>
        </Group>
      }
      actions={<CaseActions about={about} />}
    >
      <Remedy about={about} />
      <Grid gap="md" align="flex-start">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="md">
            <Cause about={about} />
            {aboutWork ? <SubjectEntry workId={about.subjectId} /> : null}
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="md">
            <Held about={about} />
            {aboutWork ? <SourcePayload workId={about.subjectId} /> : null}
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function Remedy({ about }: { about: Case }) {
  if (about.state === 'resolved') {
    return (
      <Alert color="green" icon={<IconCircleCheck size={18} />} title="Resolved">
        <Text size="sm" component="div">
          {about.resolution === null ? (
            'Its cause is gone'
          ) : (
            <Foreign text={about.resolution.replaceAll('_', ' ')} />
          )}
          {about.resolvedBy === null ? '' : `, by ${about.resolvedBy}`}
          {about.resolvedAt === null ? null : (
            <>
              , <Instant at={about.resolvedAt} />
            </>
          )}
        </Text>
      </Alert>
    )
  }
  return (
    <Alert color="harbour" icon={<IconTool size={18} />} title="What cures it">
      <Text size="sm">{about.remedy}</Text>
    </Alert>
  )
}

const words: Readonly<Record<string, string>> = {
  workOn: 'Work day',
  rateIds: 'Rates',
  message: "The ERP's answer",
}

function wordOf(name: string): string {
  const spaced = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
  return words[name] ?? spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

function Cause({ about }: { about: Case }) {
  const detail = Object.entries(about.detail)
  return (
    <Section title="Cause" note={outcomeText(about.outcome)}>
      {detail.length === 0 ? (
        <Text size="sm" className="quiet">
          {about.title}.
        </Text>
      ) : (
        <Facts
          list={detail.map(([name, value]) => [wordOf(name), <Foreign key={name} text={value} />] as const)}
        />
      )}
    </Section>
  )
}

function outcomeText(outcome: string): string {
  if (outcome === 'bill') return 'It stops the billing only; cost and pay go on.'
  if (outcome === 'cost') return 'It stops the cost record only; billing and pay go on.'
  if (outcome === 'pay') return 'It stops pay only; cost and billing go on.'
  return 'It stops every outcome that it touches.'
}

function Held({ about }: { about: Case }) {
  return (
    <Section title="What it holds">
      <Facts
        list={[
          ['Money', <Amount key="money" money={about.money} />],
          ['Hours', <Hours key="hours" hours={about.hours} />],
          ['Owner', ownerText(about.owner)],
          [
            'Given to',
            about.assignee === null ? (
              <span key="nobody" className="quiet">
                nobody yet
              </span>
            ) : (
              <Foreign key="assignee" text={about.assignee} />
            ),
          ],
          [
            'Client',
            about.clientId === null ? (
              <span key="none" className="quiet">
                –
              </span>
            ) : (
              <Foreign key="client" text={about.clientName ?? about.clientId} />
            ),
          ],
          [
            'Project',
            about.projectId === null ? (
              <span key="none" className="quiet">
                –
              </span>
            ) : (
              <Foreign key="project" text={about.projectId} />
            ),
          ],
          ['Waits on', <Foreign key="waits" text={about.waitsOn} />],
          ['About', <Subject key="about" about={about} />],
          ['Opened', <Instant key="opened" at={about.openedAt} />],
        ]}
      />
    </Section>
  )
}

function Subject({ about }: { about: Case }) {
  if (about.subjectKind === 'work') {
    return (
      <TextLink inherit to="/work/$workId" params={{ workId: about.subjectId }}>
        The entry and its way through
      </TextLink>
    )
  }
  if (about.subjectKind === 'document') {
    return (
      <TextLink inherit to="/documents/$documentId" params={{ documentId: about.subjectId }}>
        The document
      </TextLink>
    )
  }
  if (about.subjectKind === 'connection')
    return (
      <TextLink inherit to="/connections">
        The connection {about.subjectId}
      </TextLink>
    )
  return <Foreign text={`${about.subjectKind.replaceAll('_', ' ')} ${about.subjectId}`} />
}
