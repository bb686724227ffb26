import {
  ActionIcon,
  AppShell,
  Avatar,
  Box,
  Burger,
  Group,
  Menu,
  NavLink,
  Text,
  useMantineColorScheme,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconAdjustmentsDollar,
  IconAlertHexagon,
  IconChartBar,
  IconChecklist,
  IconClockHour4,
  IconContract,
  IconFileInvoice,
  IconListDetails,
  IconLogout,
  IconMoon,
  IconPlayerPlay,
  IconPlug,
  IconSun,
} from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useRouterState } from '@tanstack/react-router'
import { useEffect } from 'react'
import { api, taken } from '../api/client.ts'
import { useSession } from '../api/session.tsx'
import { Mark } from './brand.tsx'
import { EnvironmentRibbon } from './ribbon.tsx'
import { SendingBanner } from './sending.tsx'

const places = [
  { to: '/', label: 'Overview', icon: IconChartBar, permission: 'work.read' },
  { to: '/runs', label: 'Runs', icon: IconPlayerPlay, permission: 'document.read' },
  { to: '/documents', label: 'Documents', icon: IconFileInvoice, permission: 'document.read' },
  { to: '/contracts', label: 'Contracts', icon: IconContract, permission: 'work.read' },
  { to: '/work', label: 'Work', icon: IconClockHour4, permission: 'work.read' },
  { to: '/cases', label: 'Cases', icon: IconAlertHexagon, permission: 'case.read' },
  { to: '/approvals', label: 'Approvals', icon: IconChecklist, permission: 'document.read' },
  { to: '/adjustments', label: 'Adjustments', icon: IconAdjustmentsDollar, permission: 'document.read' },
  { to: '/connections', label: 'Connections', icon: IconPlug, permission: 'connection.read' },
  { to: '/log', label: 'Log', icon: IconListDetails, permission: 'log.read' },
] as const

function Navigation({ close }: { close: () => void }) {
  const { principal, installation } = useSession()
  const path = useRouterState({ select: (state) => state.location.pathname })
  return (
    <>
      <Box component="nav" aria-label="Pages" style={{ flex: 1 }}>
        {places
          .filter(({ permission }) => principal.permissions.includes(permission))
          .map(({ to, label, icon: Icon }) => {
            const active = to === '/' ? path === '/' : path.startsWith(to)
            return (
              <NavLink
                key={to}
                component={Link}
                to={to}
                label={label}
                active={active}
                aria-current={active ? 'page' : undefined}
                leftSection={<Icon size={18} stroke={1.6} />}
                onClick={close}
                style={{ borderRadius: 'var(--mantine-radius-sm)', marginBottom: 2 }}
              />
            )
          })}
      </Box>
      <Text size="xs" className="quiet" px="xs" pb={4}>
        Hourbridge {installation.version}
      </Text>
    </>
  )
}

function ColorSchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const system = window.matchMedia('(prefers-color-scheme: dark)').matches
  const dark = colorScheme === 'dark' || (colorScheme === 'auto' && system)
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="lg"
      aria-label={dark ? 'Light colors' : 'Dark colors'}
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
    >
      {dark ? <IconSun size={18} stroke={1.6} /> : <IconMoon size={18} stroke={1.6} />}
    </ActionIcon>
  )
}

function Person() {
  const { principal } = useSession()
  const queries = useQueryClient()
  const leave = async () => {
    await taken(api.DELETE('/api/v1/session')).catch(() => null)
    queries.clear()
    window.location.assign('/')
  }
  return (
    <Menu position="bottom-end" width={260} withArrow>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          radius="xl"
          aria-label={`Signed in as ${principal.name}`}
        >
          <Avatar size={28} radius="xl" color="harbour" name={principal.name} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Box px="sm" py={6}>
          <Text size="sm" fw={600} className="name" dir="auto">
            {principal.name}
          </Text>
          <Text size="xs" className="quiet name">
            {principal.email}
          </Text>
          <Text size="xs" className="quiet" mt={4}>
            {principal.roles.map((role) => role.replaceAll('_', ' ')).join(', ')}
          </Text>
        </Box>
        <Menu.Divider />
        <Menu.Item component={Link} to="/password">
          Change password
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

export function Shell() {
  const { installation } = useSession()
  const [opened, { toggle, close }] = useDisclosure()
  const path = useRouterState({ select: (state) => state.location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new page starts at its top
  useEffect(() => {
    // In braces: newer browsers answer with a promise, which React would call as the end of the effect.
    window.scrollTo(0, 0)
  }, [path])
  const marked = installation.environment !== 'production'
  return (
    <AppShell
      header={{ height: marked ? 80 : 52 }}
      navbar={{ width: 208, breakpoint: 'md', collapsed: { mobile: !opened } }}
      padding={{ base: 'sm', sm: 'md', lg: 'lg' }}
    >
      <AppShell.Header>
        <a href="#content" className="skip-link">
          Skip to the content
        </a>
        <EnvironmentRibbon environment={installation.environment} />
        <Group h={52} px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={opened}
              onClick={toggle}
              hiddenFrom="md"
              size="sm"
              aria-label={opened ? 'Close the menu' : 'Open the menu'}
            />
            <Mark />
            <Text fw={650} size="md">
              Hourbridge
            </Text>
          </Group>
          <Group gap={4} wrap="nowrap">
            <ColorSchemeSwitch />
            <Person />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <Navigation close={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} style={{ outline: 'none' }}>
        <SendingBanner />
        <Outlet />
      </AppShell.Main>
    </AppShell>
  )
}
