import { Text } from '@mantine/core'
import type { BillEffect } from '../api/shapes.ts'
import { countText } from '../approvals/words.ts'
import { Amount } from '../figures/figures.tsx'
import { Foreign } from '../frame/name.tsx'

/** What is billed more or less, by client and contract; never one sum over two currencies. */
export function Effect({ effect }: { effect: BillEffect }) {
  const { amounts, works, documents, complete } = effect
  return (
    <>
      {amounts.length === 0 ? 'Nothing more and nothing less is billed' : null}
      {amounts.map((one) => (
        <div key={`${one.clientId} ${one.contractId} ${one.currency}`}>
          <Amount money={one} sign />{' '}
          <span className="quiet">
            <Foreign text={one.clientId} />, <Foreign text={one.contractId} />
          </span>
        </div>
      ))}
      <Text size="xs" className="quiet" component="div">
        {countText(works, 'work entry', 'work entries')} would come to something else
        {documents === 0 ? '' : `, on ${countText(documents, 'document')}`}
        {complete ? '' : '; limits of the contract and other work are not counted in'}
      </Text>
    </>
  )
}
