import { Box, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { readinessQuery } from '../api/session.tsx'
import { Mark } from '../frame/brand.tsx'
import { EnvironmentRibbon } from '../frame/ribbon.tsx'

/** The frame of the pages before the console. */
export function Gate({ title, lead, children }: { title: string; lead?: string; children: ReactNode }) {
  const readiness = useQuery(readinessQuery)
  useEffect(() => {
    document.title = `${title} · Hourbridge`
  }, [title])
  return (
    <Box mih="100vh" style={{ display: 'flex', flexDirection: 'column' }}>
      <EnvironmentRibbon environment={readiness.data?.environment} />
      <Stack flex={1} align="center" justify="center" p="md" pb="10vh" component="main">
        <Box w="100%" maw={400}>
          <Group gap="sm" mb="lg">
            <Mark size={34} />
            <Text fw={650} size="xl">
              Hourbridge
            </Text>
          </Group>
          <Paper p="lg">
            <Title order={1} fz="1.2rem">
              {title}
            </Title>
            {lead === undefined ? null : (
              <Text size="sm" className="quiet" mt={4}>
                {lead}
              </Text>
            )}
            <Box mt="md">{children}</Box>
          </Paper>
          {readiness.data === undefined ? null : (
            <Text size="xs" className="quiet" mt="sm">
              Version {readiness.data.version} · {readiness.data.environment}
            </Text>
          )}
        </Box>
      </Stack>
    </Box>
  )
}
