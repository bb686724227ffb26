/** The invented firm's companies and people. */
import type { Fields } from '../books/records.ts'
import type { Random } from '../random.ts'

export const companies = [
  {
    code: 'HRE',
    name: 'Halden & Reeve GmbH',
    currency: 'EUR',
    country: 'DE',
    closed_period: 'hold',
    tax: { code: 'DE-19', rate: '0.19', description: 'Umsatzsteuer 19 %' },
  },
  {
    code: 'HRU',
    name: 'Halden & Reeve Ltd',
    currency: 'GBP',
    country: 'GB',
    closed_period: 'first_open_day',
    tax: { code: 'GB-20', rate: '0.20', description: 'VAT 20 %' },
  },
] as const
export type Company = (typeof companies)[number]

const givenNames = [
  'Ada', 'Bruno', 'Carla', 'Dario', 'Elif', 'Finn', 'Greta', 'Hugo', 'Ines', 'Jonas', 'Kira', 'Leo', 'Mira', 'Noah',
  'Olga', 'Pavel', 'Quinn', 'Rosa', 'Samir', 'Tess', 'Uma', 'Viktor', 'Wanda', 'Yara', 'Zeno', 'Anton', 'Britta',
  'Cem', 'Dora', 'Emil',
] // biome-ignore format: a list of names reads better in rows
const familyNames = [
  'Aldridge', 'Brandt', 'Castell', 'Dekker', 'Engel', 'Falk', 'Garrick', 'Hoxha', 'Ivarsen', 'Jansky', 'Keller',
  'Lindqvist', 'Moreau', 'Novak', 'Okafor', 'Prentice', 'Quist', 'Rossi', 'Sandoval', 'Thorne', 'Ullrich', 'Varga',
  'Whitlock', 'Yilmaz', 'Zeller',
] // biome-ignore format: a list of names reads better in rows

/** Cost per hour by category; contractors cost a third more. */
const costRates = { junior: 38, consultant: 49, senior: 66, principal: 91 } as const

export type Person = { readonly code: string; readonly company: Company; readonly body: Fields }

/** Two thirds work for the first company. The last one has a category that no rate row knows. */
export function hire(random: Random, count: number, month: string): Person[] {
  return Array.from({ length: count }, (_, index) => {
    const company = companies[index % 3 === 2 ? 1 : 0]
    const category =
      index % 10 < 2 ? 'junior' : index % 10 < 6 ? 'consultant' : index % 10 < 9 ? 'senior' : 'principal'
    const contractor = index % 8 === 5
    const last = index === count - 1
    const given = givenNames[index % givenNames.length]!
    const family = familyNames[(index * 7 + Math.floor(index / givenNames.length)) % familyNames.length]!
    const cost = costRates[category] + random.whole(9) + (contractor ? 22 : 0)
    return {
      code: personCode(index + 1),
      company,
      body: {
        name: `${given} ${family}`,
        email: `${given}.${family}@halden-reeve.example`.toLowerCase(),
        employment: contractor ? 'contractor' : 'employee',
        exempt: !contractor && (category === 'senior' || category === 'principal'),
        legal_entity: company.code,
        unit:
          company.code === 'HRE'
            ? random.pick(['Data', 'Platform', 'Advisory'])
            : random.pick(['Data', 'Advisory']),
        labor_category: last ? 'specialist' : category,
        employed_from: last ? `${month}-19` : `${2015 + random.whole(9)}-0${1 + random.whole(9)}-01`,
        employed_until: null,
        cost_rate: `${cost}.${random.pick(['00', '25', '50', '80'])}`,
        cost_currency: company.currency,
      },
    }
  })
}

export function personCode(number: number): string {
  return `W-${String(number).padStart(3, '0')}`
}
