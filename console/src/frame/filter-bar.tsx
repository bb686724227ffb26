import { Button, Group } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'

/** The filters of a list. On a narrow screen they fold away, so that the list itself is seen. */
export function FilterBar({ set, first, children }: { set: number; first?: ReactNode; children: ReactNode }) {
  const narrow = useMediaQuery('(max-width: 40em)') === true
  const [opened, setOpened] = useState(false)
  return (
    <Group gap="xs" p="sm" px="md" align="flex-end" role="search">
      {first}
      {narrow ? (
        <Button
          variant="default"
          leftSection={<IconAdjustmentsHorizontal size={16} />}
          aria-expanded={opened}
          onClick={() => setOpened(!opened)}
        >
          {set === 0 ? 'Filters' : `Filters: ${set}`}
        </Button>
      ) : null}
      {!narrow || opened ? children : null}
    </Group>
  )
}
