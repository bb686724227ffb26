import {
  Alert,
  Anchor,
  Button,
  Center,
  Code,
  Group,
  Paper,
  Skeleton,
  Stack,
  Text,
  ThemeIcon,
} from '@mantine/core'
import { IconAlertTriangle, IconInbox, IconLock, IconPlugConnectedX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { type Problem, toProblem } from '../api/problem.ts'

export function Loading({ rows = 5, label = 'Loading' }: { rows?: number; label?: string }) {
  return (
    <Stack gap="sm" p="md" role="status" aria-label={label}>
      {Array.from({ length: rows }, (_, index) => (
        // The rows of a placeholder have no identity but their place.
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing is ever moved between them
        <Skeleton key={index} height={18} width={`${96 - ((index * 13) % 35)}%`} radius="sm" />
      ))}
    </Stack>
  )
}

export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Center py={48} px="md">
      <Stack align="center" gap={6} maw={440} ta="center">
        <ThemeIcon variant="light" color="gray" size={44} radius="xl">
          <IconInbox size={22} stroke={1.6} />
        </ThemeIcon>
        <Text fw={600} mt={4}>
          {title}
        </Text>
        {children === undefined ? null : (
          <Text size="sm" className="quiet" component="div">
            {children}
          </Text>
        )}
      </Stack>
    </Center>
  )
}

function iconOf(problem: Problem) {
  if (problem.status === 403) return <IconLock size={18} />
  if (problem.status === 0) return <IconPlugConnectedX size={18} />
  return <IconAlertTriangle size={18} />
}

/** A refusal in words: what happened, what to do, and the trace to quote. */
export function ProblemNotice({ error, retry }: { error: unknown; retry?: (() => void) | undefined }) {
  const problem = toProblem(error)
  return (
    <Alert
      color={problem.status === 403 ? 'gray' : 'red'}
      icon={iconOf(problem)}
      title={problem.title}
      role="alert"
      variant="light"
    >
      <Stack gap={6}>
        <Text size="sm">{problem.detail}</Text>
        <Text size="sm" fw={500}>
          {problem.remedy}
        </Text>
        {(problem.errors ?? []).slice(0, 6).map((each) => (
          <Text key={`${each.pointer} ${each.message}`} size="sm">
            {each.pointer === '' ? null : <Code>{each.pointer}</Code>} {each.message}
          </Text>
        ))}
        <Group gap="sm" mt={4}>
          {retry === undefined ? null : (
            <Button size="xs" variant="default" onClick={retry}>
              Try again
            </Button>
          )}
          <Text size="xs" className="quiet">
            {problem.code}
            {problem.traceId === '' ? '' : ` · trace ${problem.traceId}`}
          </Text>
        </Group>
      </Stack>
    </Alert>
  )
}

type Query<T> = {
  readonly data: T | undefined
  readonly error: unknown
  readonly isPending: boolean
  readonly refetch: () => unknown
}

/** Shows what a query found; while it loads a placeholder, when it was refused the reason. */
export function Found<T>({
  query,
  rows,
  children,
}: {
  query: Query<T>
  rows?: number
  children: (data: T) => ReactNode
}) {
  if (query.data !== undefined) {
    return (
      <>
        {query.error ? <StaleNotice retry={() => query.refetch()} /> : null}
        {children(query.data)}
      </>
    )
  }
  if (query.isPending && !query.error) return <Loading {...(rows === undefined ? {} : { rows })} />
  return (
    <Paper p="md" withBorder={false} bg="transparent">
      <ProblemNotice error={query.error} retry={() => query.refetch()} />
    </Paper>
  )
}

function StaleNotice({ retry }: { retry: () => void }) {
  return (
    <Alert color="yellow" variant="light" p="xs" mb="sm" role="status">
      <Text size="sm">
        This is not fresh: the last look failed.{' '}
        <Anchor component="button" type="button" size="sm" onClick={retry}>
          Look again
        </Anchor>
      </Text>
    </Alert>
  )
}
