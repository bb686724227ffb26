/** What the engagements agreed to, in the words of a scenario file. Amounts are whole, so that they can be followed. */
import type { Fields } from '../books/records.ts'
import { plusDays } from '../calendar.ts'

type Terms = (month: string) => Fields

/** No work falls on it: a line that only has a fee. */
const noWork = { covers: { tasks: ['none'] } }
const task = (project: string, ...numbers: readonly number[]) => ({
  covers: { tasks: numbers.map((number) => `${project}-T${number}`) },
})

/** Work up to a ceiling of the contract, workshops in it up to one of their own. What is over waits for room. */
const notToExceed: Terms = () => ({
  lines: [
    { id: 'build', name: 'Build' },
    {
      id: 'workshops',
      name: 'Workshops',
      ...task('P-031', 2),
      limits: [{ id: 'workshops-ceiling', amount: '1000.00' }],
    },
  ],
  limits: [{ id: 'ceiling', amount: '9000.00' }],
})

/** A fee in three parts covers the work; what the client asks for beside it is billed by the hour. */
const instalments: Terms = (month) => ({
  lines: [
    {
      id: 'portal',
      name: 'Patient portal',
      work: 'included',
      fee: {
        amount: '36000.00',
        instalments: [
          { name: 'Start', on: `${month}-05`, percent: '30' },
          { name: 'Design accepted', on: `${month}-20`, percent: '40' },
          { name: 'Handover', on: plusDays(`${month}-15`, 45), percent: '30' },
        ],
      },
    },
    { id: 'changes', name: 'Change requests', ...task('P-032', 2) },
  ],
})

/** A fee by the part of 120 hours that is done at the end of each month. */
const percentComplete: Terms = (month) => ({
  lines: [
    {
      id: 'archive',
      name: 'Archive move',
      work: 'included',
      fee: {
        amount: '18000.00',
        progress: { by: 'hours', estimates: [{ on: `${month}-01`, is: '120' }] },
      },
    },
  ],
})

/** The concept is accepted; the build was submitted, and the client did not take it. A tenth is kept of each. */
const milestones: Terms = (month) => ({
  lines: [
    {
      id: 'configurator',
      name: 'Configurator',
      work: 'included',
      fee: { amount: '25000.00' },
      retainage: { percent: '10' },
      milestones: [
        {
          id: 'concept',
          name: 'Concept',
          percent: '30',
          events: [
            { on: `${month}-06`, what: 'submitted' },
            {
              on: `${month}-11`,
              what: 'accepted',
              by: 'Head of sales',
              evidence: 'Minutes of the steering committee',
            },
          ],
        },
        {
          id: 'build',
          name: 'Build',
          percent: '50',
          events: [
            { on: `${month}-18`, what: 'submitted' },
            { on: `${month}-23`, what: 'rejected', by: 'Head of sales', reason: 'Price rules are missing' },
          ],
        },
        { id: 'rollout', name: 'Rollout', percent: '20' },
      ],
    },
  ],
})

/** Twenty hours a month from the month before on, ten of which go on for a month; what is over costs a fifth more. */
const prepaidHours: Terms = (month) => ({
  lines: [
    {
      id: 'support',
      name: 'Support',
      work: 'drawn_down',
      retainer: {
        grants: { quantity: '20', from: plusDays(`${month}-01`, -1).slice(0, 7).concat('-01') },
        rollover: { maximum: '10', periods: 1 },
        overage: { percent: '120' },
      },
    },
    {
      id: 'package',
      name: 'Support package',
      ...noWork,
      fee: { instalments: [{ name: 'Package of the month', on: `${month}-01`, amount: '2400.00' }] },
    },
  ],
})

/** Two lots of money that were paid ahead; the one that expires first is drawn first. */
const prepaidMoney: Terms = (month) => ({
  lines: [
    {
      id: 'advice',
      name: 'Advice',
      work: 'drawn_down',
      retainer: {
        measure: 'amount',
        usableFrom: 'paid',
        lots: [
          {
            id: 'spring',
            quantity: '1500.00',
            from: `${month}-01`,
            to: `${month}-15`,
            paidOn: `${month}-01`,
          },
          { id: 'autumn', quantity: '2500.00', from: `${month}-01`, paidOn: `${month}-02` },
        ],
      },
    },
  ],
})

/** A fee in advance includes ten hours of each month; what is over costs a tenth more. */
const subscription: Terms = (month) => ({
  lines: [
    {
      id: 'reporting',
      name: 'Managed reporting',
      work: 'included',
      subscription: {
        fee: '1800.00',
        from: `${month}-01`,
        periods: 'calendar',
        included: { quantity: '10', overagePercent: '110' },
      },
    },
  ],
})

/** One rate for everybody, and a field study at what it costs and fifteen percent. */
const blendedAndCost: Terms = () => ({
  lines: [
    { id: 'delivery', name: 'Delivery', price: { blended: '142.50' } },
    { id: 'study', name: 'Field study', ...task('P-038', 2), price: { costPlus: { percent: '15' } } },
  ],
})

const minimumFee: Terms = () => ({
  lines: [{ id: 'support', name: 'Editorial support' }],
  minimum: { amount: '3000.00', every: 'month' },
})

/** Time and a quarter over eight hours of a day, time and a half over forty of a week and at weekends. */
const bands: Terms = () => ({
  lines: [
    {
      id: 'cutover',
      name: 'Cutover',
      bands: {
        rules: [
          { id: 'overtime', name: 'Overtime', dailyOver: '8', multiplier: '1.25' },
          { id: 'long-week', name: 'Over forty hours', weeklyOver: '40', multiplier: '1.5' },
          { id: 'weekend', name: 'Weekend', weekend: true, multiplier: '1.5' },
        ],
      },
    },
    { id: 'travel', name: 'Travel time', ...task('P-040', 2), work: 'non_billable' },
  ],
})

const volumeDiscount: Terms = () => ({
  lines: [{ id: 'claims', name: 'Claims desk' }],
  discounts: [
    {
      id: 'volume',
      name: 'Volume',
      per: 'month',
      bands: [
        { above: '4000.00', percent: '5' },
        { above: '8000.00', percent: '10' },
      ],
    },
  ],
})

/** The first order is filled, then the second, with the two percent that the client lets pass; then nothing has room. */
const purchaseOrders: Terms = () => ({
  lines: [{ id: 'build', name: 'Yard control' }],
  purchaseOrders: [
    { id: '7710-A', name: 'Order of the plant', amount: '4000.00' },
    { id: '7724', name: 'Order of the region', amount: '3000.00', tolerance: '2' },
  ],
})

/** A fee for what was ordered, hours up to a ceiling for what comes on top, and a handover that nobody pays for. */
const mixed: Terms = (month) => ({
  lines: [
    {
      id: 'implementation',
      name: 'Implementation',
      ...task('P-043', 1),
      work: 'included',
      fee: {
        instalments: [
          { name: 'Order', on: `${month}-03`, amount: '7500.00' },
          { name: 'First release', on: `${month}-24`, amount: '7500.00' },
        ],
      },
    },
    {
      id: 'changes',
      name: 'Change requests',
      ...task('P-043', 2),
      limits: [{ id: 'change-budget', amount: '2000.00', over: 'parked' }],
    },
    { id: 'handover', name: 'Handover', ...task('P-043', 3), work: 'non_billable' },
  ],
})

/** Hours, what was spent on them, partners at cost and a fee, and readings by the piece. */
const withExpenses: Terms = () => ({
  lines: [
    { id: 'survey', name: 'Survey', covers: { kinds: ['time'] } },
    {
      id: 'travel',
      name: 'Travel',
      covers: { kinds: ['expense'] },
      expenses: {
        markup: '5',
        receiptFrom: '25.00',
        categories: [
          { category: 'meals', markup: '0', cap: { amount: '40.00', per: 'person_day' } },
          { category: 'mileage', fixedPrice: '0.42' },
        ],
      },
    },
    {
      id: 'partners',
      name: 'Partners',
      covers: { kinds: ['subcontractor'] },
      expenses: { subcontractors: 'cost', handlingFee: '8' },
    },
    { id: 'readings', name: 'Readings', covers: { kinds: ['usage'] }, price: { blended: '0.35' } },
  ],
})

const kinds: Readonly<Record<string, Terms>> = {
  'P-031': notToExceed,
  'P-032': instalments,
  'P-033': percentComplete,
  'P-034': milestones,
  'P-035': prepaidHours,
  'P-036': prepaidMoney,
  'P-037': subscription,
  'P-038': blendedAndCost,
  'P-039': minimumFee,
  'P-040': bands,
  'P-041': volumeDiscount,
  'P-042': purchaseOrders,
  'P-043': mixed,
  'P-044': withExpenses,
}

export function termsOf(project: string, month: string): Fields {
  return kinds[project]!(month)
}
