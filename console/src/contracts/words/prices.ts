/** Prices, quantities, bands and discounts in words. */
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

/** "at the rates of the cards", to stand behind what is billed. */
export function priceText(price: TermsLine['price'], say: Say): string {
  const { blended, costPlus, multiplier, tiers } = price ?? {}
  const times = multiplier === undefined ? '' : `, times ${say.number(multiplier)}`
  if (blended !== undefined) return `at ${say.money(blended)} an hour for everybody${times}`
  if (costPlus !== undefined) {
    const fee = costPlus.perHour === undefined ? '' : ` and ${say.money(costPlus.perHour)} an hour`
    return `at cost plus ${say.number(costPlus.percent)} %${fee}${times}`
  }
  return tiers === undefined ? `at the rates of the cards${times}` : `at prices by quantity${times}`
}

export function tierSentences(price: TermsLine['price'], say: Say): string[] {
  const tiers = price?.tiers
  if (tiers === undefined) return []
  const per = tiers.per === undefined ? 'month' : tiers.per
  const named = tiers.tiers.map(({ upTo, price: each, size, flat }) => {
    const of = size === undefined ? 'each' : `for every ${say.number(size)}`
    const once = flat === undefined ? '' : ` and ${say.money(flat)} once`
    return `${upTo === undefined ? 'beyond that' : `up to ${say.number(upTo)}`} ${say.money(each)} ${of}${once}`
  })
  const mode =
    tiers.mode === 'volume' ? 'the tier of the sum prices everything' : 'each tier prices what lies in it'
  const free = tiers.free === undefined ? '' : `the first ${say.number(tiers.free)} cost nothing; `
  return [sentence([`${free}${listText(named, 8)}`, `counted per ${per}`, mode])]
}

const units = { hour: 'h', minute: 'minutes', second: 'seconds' } as const
const roundedText = {
  up: 'rounded up',
  nearest: 'rounded to the nearest',
  nearest_half_down: 'rounded to the nearest, halves down,',
  down: 'rounded down',
} as const
const basisText = {
  entry: 'each entry',
  person_day_task: "a person's day on a task",
  person_week_task: "a person's week on a task",
} as const
const excessText = {
  non_billable: 'what is over is not billed',
  next_period: 'what is over moves to the next one with room',
  review: 'what is over waits for a decision',
} as const

export function quantitySentences(rules: TermsLine['quantity'], say: Say): string[] {
  const said: string[] = []
  const { clock, increment, decimalHours, days } = rules ?? {}
  const begin =
    clock?.begin && `begin ${roundedText[clock.begin.mode]} to ${say.number(clock.begin.step)} minutes`
  const end = clock?.end && `end ${roundedText[clock.end.mode]} to ${say.number(clock.end.step)} minutes`
  if (begin !== undefined || end !== undefined) said.push(sentence([begin, end]))
  if (increment !== undefined) {
    const unit = units[increment.unit ?? 'hour']
    const parts = [
      increment.factor !== undefined && `every hour counts ${say.number(increment.factor)} times`,
      `${basisText[increment.basis ?? 'entry']} is ${roundedText[increment.mode]} to ${say.number(increment.step)} ${unit}`,
      increment.minimum !== undefined && `at least ${say.number(increment.minimum)} ${unit}`,
    ]
    said.push(sentence(parts))
  }
  if (decimalHours !== undefined)
    said.push(
      `Hours are cut to ${decimalHours.digits} digits before they are priced (${decimalHours.mode ?? 'nearest'})`,
    )
  if (days !== undefined) {
    const bands = days.bands.map((one) => `up to ${say.number(one.upTo)} h ${say.number(one.days)} of a day`)
    const of = days.basis === 'person_day' ? "a person's day" : 'each entry'
    said.push(`Billed in days, ${of}: ${listText(bands, 8)}`)
  }
  for (const cap of rules?.caps ?? []) {
    const whom = cap.of === 'team' ? 'the team' : 'a person'
    const who = cap.workers === undefined ? '' : ` (${listText(cap.workers)})`
    const over = excessText[cap.excess ?? 'non_billable']
    said.push(`At most ${say.number(cap.hours)} h a ${cap.per} for ${whom}${who}; ${over}`)
  }
  return said
}

type Band = NonNullable<NonNullable<TermsLine['bands']>['rules']>[number]
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

function bandSentence(band: Band, say: Say): string {
  const when = [
    band.weekend === true && 'on weekends',
    band.weekdays !== undefined &&
      `on ${listText(
        band.weekdays.map((day) => weekdays[day - 1] ?? String(day)),
        7,
      )}`,
    band.holidays === true && 'on holidays',
    band.holidays === false && 'not on holidays',
    band.between !== undefined && `from ${band.between.from} to ${band.between.to}`,
    band.dailyOver !== undefined && `over ${say.number(band.dailyOver)} h a day`,
    band.weeklyOver !== undefined && `over ${say.number(band.weeklyOver)} h a week`,
    band.laborCategories !== undefined && `for ${listText(band.laborCategories)}`,
    daysText(band.from, band.to, say),
  ].filter((part) => typeof part === 'string')
  const price =
    band.multiplier !== undefined
      ? `times ${say.number(band.multiplier)}`
      : band.markup !== undefined
        ? `${say.number(band.markup)} % on top`
        : band.surcharge !== undefined
          ? `${say.money(band.surcharge)} more an hour`
          : band.rate !== undefined
            ? `${say.money(band.rate)} an hour`
            : 'at the same price'
  return sentence([`${band.name ?? band.id}: ${when.length === 0 ? 'always' : when.join(', ')}: ${price}`])
}

const stackingText = {
  highest: 'the highest counts',
  multiply: 'they multiply',
  add: 'their premiums add up',
  add_factors: 'their factors add up',
} as const

export function bandSentences(bands: TermsLine['bands'], say: Say): string[] {
  const rules = bands?.rules ?? []
  const several =
    rules.length < 2 ? [] : [`Where several bands meet, ${stackingText[bands?.stacking ?? 'highest']}`]
  return [...rules.map((band) => bandSentence(band, say)), ...several]
}

type Discount = NonNullable<Terms['discounts']>[number]

export function discountSentence(discount: Discount, say: Say): string {
  const per = discount.per ?? 'year'
  const off = (percent: string) =>
    percent.startsWith('-') ? `${say.number(percent.slice(1))} % on top` : `${say.number(percent)} % off`
  const steps = (discount.bands ?? []).map((one) => `${off(one.percent)} above ${say.money(one.above)}`)
  const above = discount.above === undefined ? '' : ` above ${say.money(discount.above)}${perText(per)}`
  const main = discount.percent === undefined ? [] : [`${off(discount.percent)}${above}`]
  const volume = steps.length > 0 || discount.above !== undefined
  const body = [
    listText([...main, ...steps.map((step) => `${step}${perText(per)}`)], 8),
    volume && (discount.mode === 'cliff' ? 'on everything once it is passed' : 'on what is above only'),
    discount.kinds !== undefined && `on ${kindsText(discount.kinds)}`,
    discount.tasks !== undefined && `on tasks ${listText(discount.tasks)}`,
    discount.phases !== undefined && `in phases ${listText(discount.phases)}`,
    daysText(discount.from, discount.to, say),
    discount.on === 'rest' && 'reckoned on what other discounts left',
  ]
  const said = sentence(body)
  return discount.name === undefined ? said : `${discount.name}: ${said}`
}

type Expenses = NonNullable<TermsLine['expenses']>

export function expenseSentences(rules: TermsLine['expenses'], say: Say): string[] {
  if (rules === undefined) return []
  const one = (of: Omit<Expenses, 'categories'>, whose: string) => {
    if (of.treatment === 'non_billable') return `${whose} are not billed`
    const price = of.fixedPrice === undefined ? 'at cost' : `at ${say.money(of.fixedPrice)} a unit`
    const per = { item: 'an item', day: 'a day', person_day: "a person's day" }[of.cap?.per ?? 'person_day']
    const parts = [
      `${whose} ${price}`,
      of.markup !== undefined && `${say.number(of.markup)} % on top`,
      of.multiplier !== undefined && `times ${say.number(of.multiplier)}`,
      of.cap !== undefined && `up to ${say.money(of.cap.amount)} ${per}`,
      of.receiptFrom !== undefined && `with a receipt from ${say.money(of.receiptFrom)} on`,
    ]
    return sentence(parts)
  }
  const { categories = [], ...general } = rules
  return [one(general, 'expenses'), ...categories.map((each) => one(each, `expenses for ${each.category}`))]
}
