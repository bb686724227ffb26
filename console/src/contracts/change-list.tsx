import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import type { ContractDetail } from '../api/shapes.ts'
import { Foreign } from '../frame/name.tsx'
import { changeWords } from './words/changes.ts'

type Changes = ContractDetail['versions'][number]['changes']

const shownAtFirst = 8

/** What became otherwise, field by field in words; of a long list the first ones. */
export function ChangeList({ changes }: { changes: Changes }) {
  const [all, setAll] = useState(false)
  if (changes.length === 0) {
    return (
      <Text size="sm" className="quiet">
        Nothing but its days.
      </Text>
    )
  }
  const shown = all ? changes : changes.slice(0, shownAtFirst)
  return (
    <>
      <ul className="changes">
        {shown.map((change) => (
          // Of a list one place may tell both what is gone from it and what came to it.
          <ChangeOf key={`${change.path} ${change.before === null}`} change={change} />
        ))}
      </ul>
      {changes.length > shownAtFirst ? (
        <Button size="compact-xs" variant="default" onClick={() => setAll(!all)} mt={4}>
          {all ? 'Show fewer' : `Show all ${changes.length} changes`}
        </Button>
      ) : null}
    </>
  )
}

function ChangeOf({ change }: { change: Changes[number] }) {
  const { what, before, after } = changeWords(change)
  return (
    <li>
      <span className="quiet">
        <Foreign text={what} />:
      </span>{' '}
      {before === null ? (
        <>
          added <Foreign text={after ?? ''} />
        </>
      ) : after === null ? (
        <>
          taken out, it was <Foreign text={before} />
        </>
      ) : (
        <>
          <Foreign text={before} /> became <Foreign text={after} />
        </>
      )}
    </li>
  )
}
