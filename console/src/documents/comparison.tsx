import { Table, Text } from '@mantine/core'
import type { BillingDocument, Money } from '../api/shapes.ts'
import { Day } from '../figures/dates.tsx'
import { isZero, subtract } from '../figures/exact.ts'
import { Amount } from '../figures/figures.tsx'
import { Facts, Section } from '../frame/facts.tsx'
import { Foreign } from '../frame/name.tsx'

function differenceOf(ours: Money, theirs: Money | null): Money | null {
  if (theirs === null) return null
  return { amount: subtract(theirs.amount, ours.amount), currency: ours.currency }
}

function Line({
  label,
  ours,
  theirs,
  strong,
}: {
  label: string
  ours: Money
  theirs: Money | null
  strong?: boolean
}) {
  const difference = differenceOf(ours, theirs)
  const differs = difference !== null && !isZero(difference.amount)
  return (
    <>
      <Table.Tr fw={strong === true ? 600 : undefined}>
        <Table.Th scope="row" fw="inherit">
          {label}
        </Table.Th>
        <Table.Td ta="end">
          <Amount money={ours} />
        </Table.Td>
        <Table.Td ta="end">
          <Amount money={theirs} />
        </Table.Td>
      </Table.Tr>
      {differs ? (
        <Table.Tr>
          <Table.Td colSpan={3} ta="end" pt={0}>
            <Text size="xs" className="failed" component="span">
              The ERP differs by <Amount money={difference} sign />
            </Text>
          </Table.Td>
        </Table.Tr>
      ) : null}
    </>
  )
}

/** What we predict beside what the ERP says. Number, ledger day and legal tax are the ERP's. */
export function Comparison({ document }: { document: BillingDocument }) {
  const { erp } = document
  return (
    <Section title="Predicted and in the ERP">
      <Table withRowBorders={false} verticalSpacing={4} horizontalSpacing={0} fz="sm" className="compare">
        <Table.Thead>
          <Table.Tr>
            <Table.Th aria-label="Amount" />
            <Table.Th ta="end">
              <span className="quiet">Predicted</span>
            </Table.Th>
            <Table.Th ta="end">
              <span className="quiet">ERP</span>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Line label="Net" ours={document.net} theirs={erp.net} />
          <Line label="Tax" ours={document.tax} theirs={erp.tax} />
          <Line label="Total" ours={document.total} theirs={erp.total} strong />
        </Table.Tbody>
      </Table>
      <div style={{ borderTop: '1px solid var(--line)', margin: '0.6rem 0' }} />
      <Facts
        list={[
          [
            'Number',
            erp.number === null ? (
              <span key="number" className="quiet">
                given when it is issued
              </span>
            ) : (
              erp.number
            ),
          ],
          ['Ledger day', <Day key="day" day={erp.ledgerOn} />],
          [
            'Id in the ERP',
            erp.externalId === null ? (
              <span key="absent" className="quiet">
                not there yet
              </span>
            ) : (
              <Foreign key="id" text={erp.externalId} />
            ),
          ],
          ['Connection', <Foreign key="connection" text={document.connectionId} />],
        ]}
      />
    </Section>
  )
}
