import { Tooltip } from '@mantine/core'
import type { Named } from '../api/shapes.ts'

/** Characters that turn the direction of what follows; in a name they can only mislead. */
const turning = /[\u202A-\u202E\u2066-\u2069]/g

/** A name from outside: of any length, in any script and direction, never breaking what stands beside it. */
export function Name({ of, cut, id }: { of: Named | null; cut?: boolean; id?: boolean }) {
  if (of === null) return <span className="quiet">–</span>
  const shown = (of.name ?? of.id).replace(turning, '')
  const text = (
    <bdi className={cut === true ? 'name-cut' : 'name'} dir="auto">
      {shown}
    </bdi>
  )
  const withId = of.name !== null && of.name !== of.id && id === true
  if (withId) {
    return (
      <span>
        {text} <span className="quiet name">({of.id})</span>
      </span>
    )
  }
  return cut === true && shown.length > 24 ? <Tooltip label={shown}>{text}</Tooltip> : text
}

/** Free text or an id from outside. */
export function Foreign({ text, cut }: { text: string; cut?: boolean }) {
  return <Name of={{ id: text, name: text }} {...(cut === undefined ? {} : { cut })} />
}
