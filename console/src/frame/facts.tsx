import { Box, Group, Paper, Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** What is known about one thing, as terms and values. */
export function Facts({ list }: { list: readonly (readonly [string, ReactNode] | null)[] }) {
  return (
    <dl className="facts">
      {list.map((fact) =>
        fact === null ? null : (
          <Box key={fact[0]} style={{ display: 'contents' }}>
            <dt>{fact[0]}</dt>
            <dd>{fact[1]}</dd>
          </Box>
        ),
      )}
    </dl>
  )
}

/** One subject of a page in a frame with its heading. */
export function Section({
  title,
  aside,
  note,
  children,
  flush,
}: {
  title: string
  aside?: ReactNode
  note?: ReactNode
  children: ReactNode
  /** Tables reach the edge of the frame. */
  flush?: boolean
}) {
  return (
    <Paper component="section" style={{ overflow: 'hidden' }}>
      <Group justify="space-between" align="center" px="md" pt="sm" pb={flush === true ? 6 : 8} gap="xs">
        <Stack gap={0} style={{ minWidth: 0 }}>
          <Title order={2}>{title}</Title>
          {note === undefined ? null : (
            <Text size="xs" className="quiet">
              {note}
            </Text>
          )}
        </Stack>
        {aside}
      </Group>
      <Box px={flush === true ? 0 : 'md'} pb={flush === true ? 0 : 'md'}>
        {children}
      </Box>
    </Paper>
  )
}
