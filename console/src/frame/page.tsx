import { Box, Group, Stack, Text, Title } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { type ReactNode, useEffect } from 'react'
import { TextLink } from './link.tsx'

/** Heading, what can be done here, and the content. The title of the window follows. */
export function Page({
  title,
  windowTitle,
  lead,
  actions,
  back,
  children,
}: {
  title: ReactNode
  windowTitle: string
  lead?: ReactNode
  actions?: ReactNode
  back?: { to: string; label: string }
  children: ReactNode
}) {
  useEffect(() => {
    document.title = `${windowTitle} · Hourbridge`
  }, [windowTitle])
  return (
    <Stack gap="md" maw={1320} mx="auto">
      <Box>
        {back === undefined ? null : (
          <TextLink to={back.to} size="sm" className="quiet" mb={4} display="inline-flex">
            <IconChevronLeft size={16} style={{ marginTop: 3 }} /> {back.label}
          </TextLink>
        )}
        <Group justify="space-between" align="flex-start" gap="sm">
          <Box style={{ minWidth: 0, flex: '1 1 20rem' }}>
            <Title order={1} style={{ overflowWrap: 'anywhere' }}>
              {title}
            </Title>
            {lead === undefined ? null : (
              <Text size="sm" className="quiet" mt={2} component="div">
                {lead}
              </Text>
            )}
          </Box>
          {actions === undefined ? null : <Group gap="xs">{actions}</Group>}
        </Group>
      </Box>
      {children}
    </Stack>
  )
}
