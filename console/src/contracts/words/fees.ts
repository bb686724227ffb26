/** What is owed for something else than hours, in words. */
import { compare } from '../../figures/exact.ts'
import {
  daysText,
  kindsText,
  listText,
  perText,
  type Say,
  sentence,
  type Terms,
  type TermsLine,
} from './say.ts'

const progressText = {
  hours: 'the hours worked against their estimate',
  cost: 'the cost against its estimate',
  tasks: 'the tasks that are done',
  stated: 'the percent that a person states',
} as const

type Fee = NonNullable<TermsLine['fee']>

export function feeSentences(fee: Fee, say: Say): string[] {
  const said: string[] = []
  const list = [...(fee.instalments ?? [])].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
  const head = fee.amount === undefined ? 'a fee' : `a fee of ${say.money(fee.amount)}`
  if (list.length > 0) said.push(sentence([`${head}${instalmentsText(list, say)}`]))
  const { progress } = fee
  if (progress !== undefined) {
    const when =
      progress.days === undefined
        ? `at the end of every ${progress.every ?? 'month'}`
        : `on ${listText(progress.days.map((day) => say.day(day)))}`
    const parts = [
      `${list.length > 0 ? 'the fee' : head} is billed by progress: ${progressText[progress.by]}`,
      `measured ${when}`,
      progress.atMostPercent === undefined ? null : `up to ${say.number(progress.atMostPercent)} % of it`,
    ]
    said.push(sentence(parts))
    const estimate = [...(progress.estimates ?? [])].sort((a, b) => (a.on < b.on ? -1 : 1)).at(-1)
    if (estimate !== undefined) {
      const is = progress.by === 'hours' ? `${say.number(estimate.is)} h` : say.money(estimate.is)
      said.push(`The estimate at completion is ${is} since ${say.day(estimate.on)}`)
    }
  }
  if (said.length === 0) said.push(sentence([head]))
  return said
}

type Instalments = NonNullable<Fee['instalments']>

function instalmentsText(list: Instalments, say: Say): string {
  const [first, last] = [list[0]!, list.at(-1)!]
  if (list.length === 1) return `, due on ${say.day(first.on)}`
  const parts = list.map((one) =>
    one.amount !== undefined
      ? say.money(one.amount)
      : one.percent === undefined
        ? null
        : `${say.number(one.percent)} %`,
  )
  const equal = parts.every((part) => part === null)
  const shown = equal ? '' : `: ${listText(parts.map((part) => part ?? '–'))}`
  const days = `from ${say.day(first.on)} to ${say.day(last.on)}`
  return ` in ${list.length} ${equal ? 'equal ' : ''}instalments ${days}${shown}`
}

export function milestoneSentence(line: TermsLine, say: Say): string | null {
  const list = line.milestones ?? []
  if (list.length === 0) return null
  const named = list.map((one) => {
    const worth =
      one.amount !== undefined
        ? ` ${say.money(one.amount)}`
        : one.percent === undefined
          ? ''
          : ` ${say.number(one.percent)} % of the fee`
    return `${one.name ?? one.id}${worth}`
  })
  const one = list.length === 1
  const criteria = list.some((each) => (each.criteria ?? []).length > 0) ? ' and its criteria are met' : ''
  const when = `billed when the client accepts ${one ? 'it' : 'each'}${criteria}`
  return `${list.length} ${one ? 'milestone' : 'milestones'}, ${when}: ${listText(named, 4)}`
}

export function retainageSentences(retainage: NonNullable<TermsLine['retainage']>, say: Say): string[] {
  const of = retainage.kinds === undefined ? 'every bill' : `every bill for ${kindsText(retainage.kinds)}`
  const releases = (retainage.releases ?? []).map(
    ({ on, percent }) =>
      `${percent === undefined ? 'all that is left' : `${say.number(percent)} %`} on ${say.day(on)}`,
  )
  const head = `The client keeps back ${say.number(retainage.percent)} % of ${of}`
  return [releases.length === 0 ? `${head} until it is released` : `${head}; released: ${listText(releases)}`]
}

const prorationText = {
  actual: 'a part of one by its days',
  thirty: 'a part of one by days of a month of 30',
  none: 'a part of one in full',
} as const

export function subscriptionSentences(plan: NonNullable<TermsLine['subscription']>, say: Say): string[] {
  const every =
    plan.lengthDays === undefined ? `every ${plan.every ?? 'month'}` : `every ${plan.lengthDays} days`
  const head = sentence([
    `${say.money(plan.fee)} ${every} ${daysText(plan.from, plan.to, say)}`,
    plan.billed === 'in_arrears' ? 'billed on its last day' : 'billed ahead, on its first day',
    prorationText[plan.proration ?? 'actual'],
  ])
  const changes = [...(plan.changes ?? [])].sort((a, b) => (a.on < b.on ? -1 : 1))
  const { included } = plan
  const price =
    included?.overageRate !== undefined
      ? `${say.money(included.overageRate)} each`
      : included?.overagePercent !== undefined
        ? `${say.number(included.overagePercent)} % of its price`
        : 'its own price'
  return [
    head,
    ...changes.map((one) => `From ${say.day(one.on)} on the fee is ${say.money(one.fee)}`),
    ...(plan.pauses ?? []).map((one) => `Paused ${daysText(one.from, one.to, say)}, without a fee`),
    ...(plan.cancelled === undefined ? [] : [`Cancelled: no service from ${say.day(plan.cancelled.on)} on`]),
    ...(included === undefined
      ? []
      : [`The fee includes ${say.number(included.quantity)} h or units; what is over is billed at ${price}`]),
  ]
}

export function minimumSentence(minimum: NonNullable<Terms['minimum']>, say: Say): string {
  const every = minimum.every ?? 'month'
  return sentence([
    `at least ${say.money(minimum.amount)}${every === 'contract' ? ' over the whole contract' : perText(every)}`,
    minimum.per === 'project' && 'for each project',
    minimum.kinds !== undefined && `counting ${kindsText(minimum.kinds)}`,
    daysText(minimum.from, minimum.to, say),
    'what is missing is billed',
    every !== 'contract' && prorationText[minimum.proration ?? 'actual'],
  ])
}

export function retainerSentences(retainer: NonNullable<TermsLine['retainer']>, say: Say): string[] {
  const size = (quantity: string) =>
    retainer.measure === 'amount' ? say.money(quantity) : `${say.number(quantity)} h`
  const said: string[] = []
  const { grants, rollover, deficit, overage } = retainer
  if (grants !== undefined) {
    const per = grants.per ?? 'month'
    said.push(`${size(grants.quantity)} every ${per}, ${daysText(grants.from, grants.to, say)}`)
    const most = rollover?.maximum === undefined ? '' : ` at most ${size(rollover.maximum)}`
    const periods = rollover?.periods
    const long = periods === undefined ? '' : ` for ${periods === 1 ? `one ${per}` : `${periods} ${per}s`}`
    said.push(
      rollover === undefined
        ? `What is left at the end of a ${per} lapses`
        : `What is left goes on${most}${long}${most === '' && long === '' ? ' without end' : ''}`,
    )
    if (deficit !== undefined) {
      const up = deficit.maximum === undefined ? '' : `up to ${size(deficit.maximum)} `
      said.push(`A ${per} may take ${up}ahead of the next one, which then is smaller`)
    }
  }
  said.push(...lotSentences(retainer, size, say))
  const treat = overage?.treat ?? 'billed'
  const price =
    overage?.rate !== undefined
      ? `at ${say.money(overage.rate)} an hour`
      : overage?.percent !== undefined && compare(overage.percent, '100') !== 0
        ? `at ${say.number(overage.percent)} % of its price`
        : 'at its own price'
  const beyond = { billed: `is billed ${price}`, parked: 'waits', non_billable: 'is not billed' }[treat]
  return [...said, `What goes beyond everything bought ${beyond}`]
}

function lotSentences(
  retainer: NonNullable<TermsLine['retainer']>,
  size: (quantity: string) => string,
  say: Say,
): string[] {
  const lots = retainer.lots ?? []
  if (lots.length === 0) return []
  const once = { granted: 'usable at once', invoiced: 'usable once invoiced', paid: 'usable once paid' }
  const named = lots.map(
    (lot) =>
      `${size(lot.quantity)} ${daysText(lot.from, lot.to, say)}${lot.to === undefined ? ', without an end' : ''}`,
  )
  return [
    `Bought ahead: ${listText(named, 4)}; ${once[retainer.usableFrom ?? 'invoiced']}, the oldest expiry first`,
  ]
}
