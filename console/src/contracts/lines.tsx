import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { ContractDetail } from '../api/shapes.ts'
import { Amount, Amounts, Hours, Rate } from '../figures/figures.tsx'
import { Section } from '../frame/facts.tsx'
import { Foreign, Name } from '../frame/name.tsx'
import { moneyColumns, moneyOfStates } from './money.ts'
import { sayIn } from './say.ts'
import { contractSentences, lineSentences } from './words/terms.ts'

type Line = ContractDetail['lines'][number]

const shownAtFirst = 20
const shownPrices = 6

/** The agreement in words, line by line, with what stands on each. */
export function Lines({ detail }: { detail: ContractDetail }) {
  const { body, lines } = detail
  const [all, setAll] = useState(false)
  const say = sayIn(body.currency)
  const whole = contractSentences(body, say)
  const shown = all ? lines : lines.slice(0, shownAtFirst)
  return (
    <Section title="What was agreed" note="The terms of today in words, and what stands on each line.">
      <Stack gap="lg">
        {whole.length === 0 ? null : <Sentences list={whole} />}
        {shown.map((line) => (
          <LineOf key={line.lineId ?? ''} line={line} body={body} />
        ))}
        {lines.length > shownAtFirst ? (
          <Group>
            <Button size="xs" variant="default" onClick={() => setAll(!all)}>
              {all ? 'Show fewer lines' : `Show all ${lines.length} lines`}
            </Button>
          </Group>
        ) : null}
      </Stack>
    </Section>
  )
}

function Sentences({ list }: { list: readonly string[] }) {
  return (
    <ul className="terms">
      {list.map((said) => (
        <li key={said}>
          <Foreign text={`${said}.`} />
        </li>
      ))}
    </ul>
  )
}

function LineOf({ line, body }: { line: Line; body: ContractDetail['body'] }) {
  const terms = body.terms?.lines.find((one) => one.id === line.lineId)
  const gone = terms === undefined && line.lineId !== null
  return (
    <div>
      {line.lineId === null ? null : (
        <Text size="sm" fw={600} component="h3" style={{ margin: 0 }}>
          <Name of={{ id: line.lineId, name: line.name }} id />
        </Text>
      )}
      {gone ? (
        <Text size="sm" className="quiet">
          No line of the terms of today; this stood on it before.
        </Text>
      ) : null}
      {terms === undefined ? null : <Sentences list={lineSentences(terms, sayIn(body.currency))} />}
      <LineMoney line={line} />
      <Prices line={line} />
    </div>
  )
}

function LineMoney({ line }: { line: Line }) {
  const figures = moneyColumns.flatMap(({ id, label, states }) => {
    const list = moneyOfStates(line.money, states)
    return list.length === 0 ? [] : [{ id, label, list }]
  })
  if (figures.length === 0) {
    return (
      <Text size="xs" className="quiet" mt={4}>
        Nothing stands on it yet.
      </Text>
    )
  }
  return (
    <dl className="fill-figures">
      {figures.map(({ id, label, list }) => (
        <div key={id}>
          <dt>{label}</dt>
          <dd>
            <Amounts list={list} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Prices({ line }: { line: Line }) {
  const [all, setAll] = useState(false)
  if (line.prices.length === 0) return null
  const shown = all ? line.prices : line.prices.slice(0, shownPrices)
  return (
    <div className="prices">
      <Text size="xs" component="div" fw={500}>
        Priced so far
      </Text>
      {shown.map((price) => (
        <Text
          key={`${price.laborCategory} ${price.band} ${price.rate} ${price.money.currency}`}
          size="xs"
          className="quiet"
          component="div"
        >
          <Foreign text={[price.laborCategory ?? 'without a role', price.band].filter(Boolean).join(', ')} />:{' '}
          {price.rate === null ? 'several rates' : <Rate rate={price.rate} currency={price.money.currency} />}
          , <Hours hours={price.hours} />, <Amount money={price.money} />
        </Text>
      ))}
      {line.prices.length > shownPrices ? (
        <Button size="compact-xs" variant="default" mt={4} onClick={() => setAll(!all)}>
          {all ? 'Show fewer rates' : `Show all ${line.prices.length} rates`}
        </Button>
      ) : null}
    </div>
  )
}
