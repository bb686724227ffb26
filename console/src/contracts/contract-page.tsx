import { Alert, Button, Grid, Group, Paper, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconClock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { api, taken } from '../api/client.ts'
import { useMay } from '../api/session.tsx'
import type { ContractDetail } from '../api/shapes.ts'
import { Ago, Day, dayText } from '../figures/dates.tsx'
import { Amount, Amounts } from '../figures/figures.tsx'
import { Facts, Section } from '../frame/facts.tsx'
import { TextLink } from '../frame/link.tsx'
import { Foreign, Name } from '../frame/name.tsx'
import { Page } from '../frame/page.tsx'
import { Found } from '../frame/states.tsx'
import { Fills } from './fills.tsx'
import { Lines } from './lines.tsx'
import { moneyColumns, moneyIn } from './money.ts'
import { Milestones, Schedule } from './schedule.tsx'
import { kindText, lastDayText, StandingTag } from './status.tsx'
import { Versions } from './versions.tsx'

const settlingMs = 2_000
const standingMs = 20_000

export function ContractPage() {
  const { contractId } = useParams({ from: '/contracts/$contractId' })
  const found = useQuery({
    queryKey: ['contract', contractId],
    queryFn: () => taken(api.GET('/api/v1/contracts/{contractId}', { params: { path: { contractId } } })),
    refetchInterval: ({ state }) => (state.data?.settled?.waiting === true ? settlingMs : standingMs),
  })
  const back = { to: '/contracts', label: 'Contracts' }
  if (found.data === undefined) {
    return (
      <Page title="Contract" windowTitle="Contract" back={back}>
        <Found query={found} rows={10}>
          {() => null}
        </Found>
      </Page>
    )
  }
  const detail = found.data
  const { contract } = detail
  return (
    <Page
      back={back}
      windowTitle={contract.name}
      title={<Foreign text={contract.name} />}
      lead={
        <Group gap="xs" mt={4}>
          <StandingTag contract={contract} />
          <span>
            {contract.client === null ? 'internal' : <Name of={contract.client} />} ·{' '}
            <Name of={contract.legalEntity} /> · {contract.currency}
          </span>
        </Group>
      }
      actions={<Ways detail={detail} />}
    >
      <Trouble detail={detail} />
      <MoneyTiles detail={detail} />
      <Grid gap="md" align="flex-start">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Stack gap="md">
            <Cases detail={detail} />
            <Fills detail={detail} />
            <Milestones list={detail.milestones} />
            <Schedule detail={detail} />
            <Lines detail={detail} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <Stack gap="md">
            <About detail={detail} />
            <Versions detail={detail} />
          </Stack>
        </Grid.Col>
      </Grid>
    </Page>
  )
}

function Ways({ detail }: { detail: ContractDetail }) {
  const { contractId } = detail.contract
  const mayDocuments = useMay('document.read')
  return (
    <>
      <TextLink size="sm" to="/work" search={{ contractId }}>
        Its entries
      </TextLink>
      {mayDocuments ? (
        <TextLink size="sm" to="/documents" search={{ contractId }}>
          Its documents
        </TextLink>
      ) : null}
    </>
  )
}

/** What keeps the page from being the whole truth comes before every figure. */
function Trouble({ detail }: { detail: ContractDetail }) {
  const { contradiction, settled } = detail
  if (contradiction !== null) {
    return (
      <Alert color="red" icon={<IconAlertTriangle size={18} />} title="Its terms contradict themselves">
        <Text size="sm" component="div">
          <Foreign text={contradiction} />
        </Text>
        <Text size="sm" mt={4}>
          Nothing of this client is settled until they are corrected; the figures are those from before.
        </Text>
      </Alert>
    )
  }
  if (settled !== null && settled.failures > 0) {
    return (
      <Alert color="orange" icon={<IconAlertTriangle size={18} />} title="Its client could not be settled">
        <Text size="sm">
          An open case says why; limits, lots and amounts are those from before. It is tried again when
          something of the client changes, and the next day.
        </Text>
      </Alert>
    )
  }
  if (settled === null || !settled.waiting) return null
  return (
    <Alert color="blue" icon={<IconClock size={18} />} title="Being settled">
      <Text size="sm">Something changed; limits, lots and amounts follow in a moment.</Text>
    </Alert>
  )
}

const alwaysShown = ['waiting', 'drafted', 'issued']

/** Where its money stands, in the order in which it goes on. */
function MoneyTiles({ detail }: { detail: ContractDetail }) {
  const tiles = moneyColumns
    .map(({ id, label, meaning }) => ({ id, label, meaning, list: moneyIn(detail.contract, id) }))
    .filter(({ id, list }) => list.length > 0 || alwaysShown.includes(id))
  return (
    <Paper component="section" aria-label="Money by state" p="md">
      <dl className="money-tiles">
        {tiles.map(({ id, label, meaning, list }) => (
          <div key={id}>
            <dt>{label}</dt>
            <dd>{list.length === 0 ? <span className="quiet">nothing</span> : <Amounts list={list} />}</dd>
            <dd className="quiet">{meaning}</dd>
          </div>
        ))}
      </dl>
    </Paper>
  )
}

const shownCases = 3

function Cases({ detail }: { detail: ContractDetail }) {
  const may = useMay('case.read')
  const [all, setAll] = useState(false)
  const { cases } = detail
  if (cases.length === 0) return null
  const shown = all ? cases : cases.slice(0, shownCases)
  return (
    <Section
      title={cases.length === 1 ? 'One open case' : `${cases.length} open cases`}
      note="What cannot go on by itself, the most money first."
      aside={
        <Text size="sm" fw={600} component="div">
          <Amounts list={detail.contract.cases.money} />
        </Text>
      }
    >
      <ul className="milestones">
        {shown.map((one) => (
          <li key={one.caseId}>
            <Group justify="space-between" gap="xs" align="baseline">
              {may ? (
                <TextLink size="sm" to="/cases/$caseId" params={{ caseId: one.caseId }}>
                  {one.title}
                </TextLink>
              ) : (
                <Text size="sm">{one.title}</Text>
              )}
              <Text size="sm" component="span">
                {one.money === null ? null : <Amount money={one.money} />}
              </Text>
            </Group>
            <Text size="xs" className="quiet" component="div">
              Stops {one.outcome} · <Ago at={one.openedAt} />
            </Text>
          </li>
        ))}
      </ul>
      {cases.length > shownCases ? (
        <Button size="xs" variant="default" mt="xs" onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show all ${cases.length}`}
        </Button>
      ) : null}
    </Section>
  )
}

function About({ detail }: { detail: ContractDetail }) {
  const { contract, body, settled } = detail
  const until = contract.until === null ? 'without an end' : `until ${lastDayText(contract.until)}`
  return (
    <Section title="About this contract">
      <Facts
        list={[
          ['Client', contract.client === null ? 'internal' : <Name key="client" of={contract.client} id />],
          ['Legal entity', <Name key="entity" of={contract.legalEntity} id />],
          ['Billing', kindText(contract)],
          ['Runs', contract.from === null ? until : `from ${dayText(contract.from)} ${until}`],
          ['Projects', <Projects key="projects" ids={body.projects} />],
          ['Id', <Foreign key="id" text={contract.contractId} />],
          settled === null ? null : ['Settled', <Day key="settled" day={settled.on} />],
        ]}
      />
    </Section>
  )
}

const shownProjects = 8

function Projects({ ids }: { ids: readonly string[] }) {
  if (ids.length === 0) return <span className="quiet">none</span>
  const more = ids.length - shownProjects
  return (
    <>
      {ids.slice(0, shownProjects).map((projectId) => (
        <div key={projectId}>
          <TextLink inherit to="/work" search={{ projectId }}>
            {projectId}
          </TextLink>
        </div>
      ))}
      {more > 0 ? <span className="quiet">and {more} more</span> : null}
    </>
  )
}
