import { ActionIcon, Box, Collapse, Group, Text, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import type { PreBill, PreBillLine } from '../api/shapes.ts'
import { Amount, Hours, Rate, percentText } from '../figures/figures.tsx'
import { Section } from '../frame/facts.tsx'
import { Foreign, Name } from '../frame/name.tsx'
import { Empty } from '../frame/states.tsx'
import { Members } from './pre-bill-members.tsx'

export function PreBillLines({ preBill }: { preBill: PreBill }) {
  const { document, lines, cancelled } = preBill
  return (
    <Section
      title="Lines"
      note="Open a line to see the entries behind it, and why each amount is what it is."
      flush
    >
      {lines.length === 0 ? (
        <Empty title="No line is left">Everything on it was taken back. It will be discarded.</Empty>
      ) : (
        lines.map((line) => <Line key={line.lineNo} line={line} onlyOne={lines.length === 1} />)
      )}
      <Sums preBill={preBill} />
      {cancelled.length === 0 ? null : (
        <Box px="md" py="sm" style={{ borderTop: '1px solid var(--line)' }}>
          <Text size="sm" fw={500}>
            Charges that cancel each other out
          </Text>
          <Text size="xs" className="quiet" mb={4}>
            They are settled with this document and change no amount of it.
          </Text>
          <Members members={cancelled} currency={document.net.currency} />
        </Box>
      )}
    </Section>
  )
}

function Line({ line, onlyOne }: { line: PreBillLine; onlyOne: boolean }) {
  const [opened, setOpened] = useState(onlyOne && line.members.length <= 12)
  const { currency } = line.amount
  const entries = `${line.members.length} ${line.members.length === 1 ? 'entry' : 'entries'}`
  return (
    <Box style={{ borderTop: '1px solid var(--line)' }}>
      <UnstyledButton
        w="100%"
        px="md"
        py="sm"
        aria-expanded={opened}
        onClick={() => setOpened(!opened)}
        className="line-head"
      >
        <Group justify="space-between" align="flex-start" wrap="nowrap" gap="md">
          <Group gap={8} wrap="nowrap" align="flex-start" style={{ minWidth: 0 }}>
            <ActionIcon component="span" variant="transparent" color="gray" size={20} aria-hidden>
              {opened ? <IconChevronDown size={16} /> : <IconChevronRight size={16} />}
            </ActionIcon>
            <Box style={{ minWidth: 0 }}>
              <Text size="sm" fw={500} component="div">
                <Foreign text={line.description} />
              </Text>
              <Text size="xs" className="quiet" component="div">
                {line.project === null ? null : (
                  <>
                    <Name of={line.project} /> ·{' '}
                  </>
                )}
                {entries} · tax {line.taxCode === null ? '' : `${line.taxCode} `}
                {percentText(line.taxRate)}
              </Text>
            </Box>
          </Group>
          <Box ta="end" style={{ flex: 'none' }}>
            <Text size="sm" fw={600} component="div">
              <Amount money={line.amount} />
            </Text>
            <Text size="xs" className="quiet" component="div">
              <Hours hours={line.hours} />
              {/* Where no unit price gives the amount exactly, the line goes out as one piece at its amount. */}
              {line.quantity === line.hours && (
                <>
                  {' × '}
                  <Rate rate={line.unitPrice} currency={currency} />
                </>
              )}
            </Text>
          </Box>
        </Group>
      </UnstyledButton>
      <Collapse expanded={opened} keepMounted={false}>
        <Box px="md" pb="sm" pl={{ base: 'md', sm: 44 }}>
          <Members members={line.members} currency={currency} />
        </Box>
      </Collapse>
    </Box>
  )
}

function Sums({ preBill: { document } }: { preBill: PreBill }) {
  const rows = [
    ['Net', document.net, false],
    ['Tax, predicted', document.tax, false],
    ['Total', document.total, true],
  ] as const
  return (
    <Box px="md" py="sm" style={{ borderTop: '2px solid var(--line)' }}>
      {rows.map(([label, money, strong]) => (
        <Group key={label} justify="flex-end" gap="xl" py={2}>
          <Text size="sm" fw={strong ? 600 : 400} className={strong ? undefined : 'quiet'}>
            {label}
          </Text>
          <Text size="sm" fw={strong ? 600 : 400} miw={140} ta="end" component="div">
            <Amount money={money} />
          </Text>
        </Group>
      ))}
    </Box>
  )
}
