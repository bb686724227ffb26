/** The plain connector with somebody who counts: every call that could have an effect at the ERP. */
import { plainConnector } from '../../src/connectors/plain/connector.ts'
import type { Connector } from '../../src/connectors/sdk/connector.ts'
import type { ErpTarget } from '../../src/connectors/sdk/target.ts'
import { targetHabits } from '../crash/settings.ts'

const effects = [
  'writeCosts',
  'removeCosts',
  'createDraft',
  'updateDraft',
  'postDocument',
  'discardDraft',
] as const satisfies readonly (keyof ErpTarget)[]

export type Observer = {
  readonly connector: Connector
  /** Calls with an effect since the last time somebody asked. */
  taken(): number
  /** Of those since then, how many were made before this moment. */
  takenBefore(moment: Date): number
  /** Calls of any kind. */
  calls: number
}

export function observed(changed: (target: ErpTarget) => Partial<ErpTarget> = () => ({})): Observer {
  const plain = plainConnector(targetHabits)
  let sent: number[] = []
  const target = { ...plain.target!, ...changed(plain.target!) }
  const watched = Object.fromEntries(
    effects.map((name) => [
      name,
      (...given: never[]) => {
        sent.push(Date.now())
        return (target[name] as (...values: never[]) => unknown)(...given)
      },
    ]),
  )
  const observer: Observer = {
    connector: {
      ...plain,
      authenticate: (context) => {
        observer.calls += 1
        return plain.authenticate(context)
      },
      target: { ...target, ...watched } as ErpTarget,
    },
    taken: () => {
      const count = sent.length
      sent = []
      return count
    },
    takenBefore: (moment) => sent.filter((at) => at < moment.getTime()).length,
    calls: 0,
  }
  return observer
}
