import type { ReactNode } from 'react'
import { share } from '../figures/exact.ts'

type FillPart = {
  readonly id: 'used' | 'committed'
  readonly amount: string
}

/** How much of the whole is taken. The figures stand beside it in words; the bar only shows their proportion. */
export function FillBar({
  label,
  whole,
  parts,
  over,
}: {
  /** The same in words, for those who do not see the bar. */
  label: string
  whole: string
  parts: readonly FillPart[]
  /** Something found no room. */
  over: boolean
}) {
  return (
    <div className={over ? 'fill over' : 'fill'} role="img" aria-label={label}>
      {parts.map(({ id, amount }) => (
        <span
          key={id}
          className={id}
          style={{ width: `${Math.max(0, Math.min(100, share(amount, whole)))}%` }}
        />
      ))}
    </div>
  )
}

/** The figures below a bar: what each colour stands for, with its word. */
export function FillFigures({ list }: { list: readonly (readonly [string, string, ReactNode])[] }) {
  return (
    <dl className="fill-figures">
      {list.map(([id, word, figure]) => (
        <div key={word}>
          <dt>
            <span className={`swatch ${id}`} aria-hidden /> {word}
          </dt>
          <dd>{figure}</dd>
        </div>
      ))}
    </dl>
  )
}
