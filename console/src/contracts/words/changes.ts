/** What changed between two versions of a contract, in words. */
import { listText } from './say.ts'

type Change = { readonly path: string; readonly before: string | null; readonly after: string | null }
type ChangeWords = {
  readonly what: string
  readonly before: string | null
  readonly after: string | null
}

function unescaped(name: string): string {
  return name.replaceAll('~1', '/').replaceAll('~0', '~')
}

const singular: Readonly<Record<string, string>> = {
  lines: 'line',
  limits: 'limit',
  milestones: 'milestone',
  instalments: 'instalment',
  discounts: 'discount',
  purchaseOrders: 'order',
  lots: 'lot',
  advances: 'advance',
  rules: 'rule',
  criteria: 'criterion',
  events: 'event',
  estimates: 'estimate',
  changes: 'change',
  pauses: 'pause',
  releases: 'release',
  bands: 'band',
  tiers: 'tier',
  caps: 'cap',
  credits: 'credit',
  tasks: 'task',
}

function wordOf(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
}

/** "/terms/lines/build/fee/amount" is "Line build, fee, amount". */
export function placeText(path: string): string {
  const names = path.split('/').slice(1).map(unescaped)
  const said: string[] = []
  for (let at = names[0] === 'terms' && names.length > 1 ? 1 : 0; at < names.length; at += 1) {
    const name = names[at]!
    const one = singular[name]
    if (one === undefined || at + 1 === names.length) said.push(wordOf(name))
    else {
      at += 1
      said.push(`${one} ${names[at]!}`)
    }
  }
  const text = said.join(', ')
  return text === '' ? 'The contract' : `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

/** A whole object as its fields, so that nobody has to read JSON. */
function valueText(value: string | null): string | null {
  if (value === null) return null
  // Only words of ours are written with underscores throughout; an id stays as it is.
  if (!/^[[{]/.test(value)) return /^[a-z]+(_[a-z]+)+$/.test(value) ? value.replaceAll('_', ' ') : value
  try {
    return told(JSON.parse(value)) || 'nothing'
  } catch {
    return value
  }
}

const mostFields = 8

function told(value: unknown): string {
  if (Array.isArray(value)) return listText(value.map(told))
  if (typeof value !== 'object' || value === null) return String(value)
  const said = Object.entries(value).filter(([, one]) => one !== null)
  const fields = said.map(([name, one]) =>
    typeof one === 'object' && one !== null
      ? `${wordOf(name)} (${told(one)})`
      : `${wordOf(name)} ${told(one)}`,
  )
  return fields.length > mostFields
    ? `${fields.slice(0, mostFields).join(', ')} and ${fields.length - mostFields} more`
    : fields.join(', ')
}

export function changeWords({ path, before, after }: Change): ChangeWords {
  return { what: placeText(path), before: valueText(before), after: valueText(after) }
}
