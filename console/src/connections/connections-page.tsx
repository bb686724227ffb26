import { Badge, Button, Group, Paper, SimpleGrid, Stack, Text, Tooltip } from '@mantine/core'
import { IconPlugConnected, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, taken } from '../api/client.ts'
import { useMay } from '../api/session.tsx'
import type { Connections, Connectors, Pulls } from '../api/shapes.ts'
import { Ago, agoText } from '../figures/dates.tsx'
import { Section } from '../frame/facts.tsx'
import { Foreign } from '../frame/name.tsx'
import { told } from '../frame/notify.tsx'
import { Page } from '../frame/page.tsx'
import { Empty, Found, ProblemNotice } from '../frame/states.tsx'
import { PauseAction } from './pause-posting.tsx'
import { LimitFacts, PostingLanes } from './posting-lanes.tsx'

type Connection = Connections['items'][number]
type Connector = Connectors['items'][number]
type Pull = Pulls['items'][number]

const refreshMs = 8_000

export function ConnectionsPage() {
  const connections = useQuery({
    queryKey: ['connections'],
    queryFn: () => taken(api.GET('/api/v1/connections')),
    refetchInterval: refreshMs,
  })
  const connectors = useQuery({
    queryKey: ['connectors'],
    queryFn: () => taken(api.GET('/api/v1/connectors')),
    staleTime: Number.POSITIVE_INFINITY,
  })
  const pulls = useQuery({
    queryKey: ['pulls'],
    queryFn: () => taken(api.GET('/api/v1/pulls')),
    refetchInterval: refreshMs,
  })
  return (
    <Page
      title="Connections"
      windowTitle="Connections"
      lead="The systems that work comes from and goes to. Their secrets go in and never come out."
    >
      <Found query={connections}>
        {({ items }) =>
          items.length === 0 ? (
            <Paper>
              <Empty title="No connection yet">
                The README shows how to connect a first source and an ERP in ten minutes.
              </Empty>
            </Paper>
          ) : (
            <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
              {items.map((each) => (
                <ConnectionCard
                  key={each.connectionId}
                  connection={each}
                  connector={connectors.data?.items.find((one) => one.name === each.connector)}
                  pulls={(pulls.data?.items ?? []).filter((one) => one.connectionId === each.connectionId)}
                />
              ))}
            </SimpleGrid>
          )
        }
      </Found>
      {pulls.error ? <ProblemNotice error={pulls.error} retry={() => void pulls.refetch()} /> : null}
    </Page>
  )
}

function healthOf(connection: Connection, pulls: readonly Pull[]) {
  if (!connection.enabled) return { label: 'Switched off', color: 'gray' }
  const { lanes } = connection
  if (lanes.some((each) => each.state === 'down')) return { label: 'Down', color: 'red' }
  if (pulls.some((each) => each.failures > 0)) return { label: 'Failing', color: 'red' }
  if (lanes.some((each) => each.state === 'paused')) return { label: 'Paused', color: 'yellow' }
  if (pulls.length > 0 && pulls.some((each) => each.lastSuccessAt === null))
    return { label: 'Not read yet', color: 'gray' }
  return { label: 'Well', color: 'green' }
}

function ConnectionCard({
  connection,
  connector,
  pulls,
}: {
  connection: Connection
  connector: Connector | undefined
  pulls: readonly Pull[]
}) {
  const health = healthOf(connection, pulls)
  return (
    <Section
      title={connection.name}
      note={`${connector?.vendor ?? connection.connector} · ${connection.connectionId}`}
      aside={
        <Group gap={6}>
          {connection.simulated ? <Badge color="yellow">Simulated</Badge> : null}
          <Badge color={health.color}>{health.label}</Badge>
        </Group>
      }
    >
      <Stack gap="sm">
        <Text size="sm" className="quiet" component="div">
          <Foreign text={connection.baseUrl} />
        </Text>
        {pulls.length === 0 ? null : <Streams pulls={pulls} />}
        {connection.lanes.length === 0 ? null : <PostingLanes lanes={connection.lanes} />}
        {connection.limits === null ? null : <LimitFacts limits={connection.limits} />}
        {connector === undefined ? null : <Levels connector={connector} />}
        <Actions connection={connection} hasPulls={pulls.length > 0} />
        <PauseAction connection={connection} />
      </Stack>
    </Section>
  )
}

function Streams({ pulls }: { pulls: readonly Pull[] }) {
  return (
    <Stack gap={6}>
      {pulls.map((each) => (
        <div key={each.stream} className="inset">
          <Group justify="space-between" gap="xs">
            <Text size="sm" fw={500}>
              {each.stream}
            </Text>
            <Text size="xs" className="quiet" component="div">
              read <Ago at={each.lastSuccessAt} />
              {each.failures > 0 ? `, again ${agoText(each.dueAt)}` : ''}
            </Text>
          </Group>
          {each.lastError === null ? null : (
            <Text size="sm" className="failed" component="div" mt={4}>
              {each.failures > 1 ? `${each.failures} times: ` : ''}
              <Foreign text={each.lastError} />
            </Text>
          )}
        </div>
      ))}
    </Stack>
  )
}

const levelMeanings: Readonly<Record<string, string>> = {
  specified: 'Built from the documentation',
  simulated: 'Passes against a simulator of the system',
  recorded: 'Passes against recordings of a real installation',
  live: 'Verified against the real system',
}

/** How far each operation has been verified is shown, not claimed. */
function Levels({ connector }: { connector: Connector }) {
  const all = [
    ...connector.streams.map(({ name, level }) => ({ name: `read ${name}`, level })),
    ...connector.writes.map(({ operation, level }) => ({ name: operation.replaceAll('_', ' '), level })),
  ]
  return (
    <Group gap={6}>
      {all.map(({ name, level }) => (
        <Tooltip key={name} label={levelMeanings[level] ?? level}>
          <Badge color={level === 'live' ? 'green' : 'gray'} variant="outline" tabIndex={0}>
            {name}: {level}
          </Badge>
        </Tooltip>
      ))}
    </Group>
  )
}

function Actions({
  connection: { connectionId, name },
  hasPulls,
}: {
  connection: Connection
  hasPulls: boolean
}) {
  const may = useMay('connection.manage')
  const queries = useQueryClient()
  const params = { path: { connectionId } }
  const testing = useMutation({
    mutationFn: () => taken(api.POST('/api/v1/connections/{connectionId}/test', { params })),
  })
  const pulling = useMutation({
    mutationFn: () =>
      taken(
        api.POST('/api/v1/connections/{connectionId}/pull', { params, body: { stream: null, full: false } }),
      ),
    onSuccess: async () => {
      told('Asked', `${name} is read now.`)
      await queries.invalidateQueries({ queryKey: ['pulls'] })
    },
  })
  if (!may) return null
  const failed = testing.error ?? pulling.error
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlugConnected size={15} />}
          loading={testing.isPending}
          onClick={() => testing.mutate()}
        >
          Test
        </Button>
        {hasPulls ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconRefresh size={15} />}
            loading={pulling.isPending}
            onClick={() => pulling.mutate()}
          >
            Pull now
          </Button>
        ) : null}
        {testing.data === undefined ? null : (
          <Text size="sm" {...(testing.data.ok ? {} : { className: 'failed' })} role="status" component="div">
            <Foreign text={testing.data.message} />
          </Text>
        )}
      </Group>
      {failed ? <ProblemNotice error={failed} /> : null}
    </Stack>
  )
}
