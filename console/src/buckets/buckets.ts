/** The one list of buckets: their words, their meaning, their order on the way, and their colors. */

export type Outcome = 'cost' | 'pay' | 'bill'
export type Bucket = {
  readonly id: string
  readonly label: string
  readonly meaning: string
  /** For a light and a dark ground. */
  readonly color: readonly [string, string]
}

const bucket = (id: string, label: string, meaning: string, light: string, dark: string): Bucket => ({
  id,
  label,
  meaning,
  color: [light, dark],
})

const held = ['#c98412', '#d79a34'] as const
const doubt = ['#b3402f', '#dd7563'] as const
const none = ['#c3cacd', '#4a575d'] as const
const calm = ['#94a1a7', '#71818a'] as const

export const outcomes: Readonly<
  Record<Outcome, { label: string; meaning: string; buckets: readonly Bucket[] }>
> = {
  bill: {
    label: 'Bill',
    meaning: 'what the client owes',
    buckets: [
      bucket('none', 'Not approved', 'Waits for approval; outside the balance', ...none),
      bucket('held', 'Held by a case', 'Cannot be billed until its case is cured', ...held),
      bucket('parked', 'Over a cap', 'Comes back by itself when there is room', '#b59a62', '#9c8757'),
      bucket('priced', 'Priced, waits for a run', 'The next run takes it', '#a9d0d6', '#2c5a62'),
      bucket('draft', 'On a draft', 'On a pre-bill that waits for release', '#6fb2bc', '#3b7f8a'),
      bucket('in_flight', 'In flight', 'Being written to the ERP', '#4b98a4', '#4c9dab'),
      bucket(
        'in_doubt',
        'In doubt',
        'The ERP has not answered; it is looked up, never sent again blindly',
        ...doubt,
      ),
      bucket('issued', 'Issued', 'On an invoice of the ERP', '#17616b', '#7cc4cf'),
      bucket('credited', 'Credited', 'Taken back by a credit', '#7a6f9b', '#9d92c0'),
      bucket('disputed', 'Disputed', 'Issued, and the client disagrees', '#a5577c', '#c983a4'),
      bucket('paid', 'Paid', 'The client has paid', '#2f7d4f', '#67b588'),
      bucket(
        'included',
        'In a fixed fee',
        'Included in a fixed fee, retainer or subscription',
        '#8fa6b8',
        '#61788a',
      ),
      bucket('non_billable', 'Non-billable', 'Internal, or not charged', ...calm),
      bucket('written_off', 'Written off', 'Given up by decision', '#8d7b74', '#8b7971'),
    ],
  },
  cost: {
    label: 'Cost',
    meaning: 'what every approved hour is in the ERP',
    buckets: [
      bucket('none', 'Not approved', 'Waits for approval; outside the balance', ...none),
      bucket('waiting', 'Waiting', 'Goes to the ERP with the next batch', '#a9d0d6', '#2c5a62'),
      bucket('held', 'Held by a case', 'Cannot go to the ERP until its case is cured', ...held),
      bucket('in_flight', 'In flight', 'Being written to the ERP', '#6fb2bc', '#3b7f8a'),
      bucket('in_doubt', 'In doubt', 'The ERP has not answered; it is looked up', ...doubt),
      bucket('accepted', 'In the ERP', 'The ERP has accepted the cost record', '#17616b', '#7cc4cf'),
      bucket('reversed', 'Reversed', 'Taken out of the ERP again', '#7a6f9b', '#9d92c0'),
    ],
  },
  pay: {
    label: 'Pay',
    meaning: 'what payroll needs',
    buckets: [
      bucket('none', 'Not approved', 'Waits for approval; outside the balance', ...none),
      bucket('not_payable', 'Not payable', 'Exempt, contractor, or by rule', ...calm),
      bucket('waiting', 'Waiting for the window', 'Goes to payroll in its next window', '#a9d0d6', '#2c5a62'),
      bucket('held', 'Held by a case', 'Cannot be paid until its case is cured', ...held),
      bucket('exported', 'Exported', 'Given to payroll', '#6fb2bc', '#3b7f8a'),
      bucket('confirmed', 'Confirmed', 'Payroll has confirmed it', '#17616b', '#7cc4cf'),
      bucket('corrected', 'Corrected', 'Changed after it was exported', '#7a6f9b', '#9d92c0'),
    ],
  },
}

export function bucketOf(outcome: Outcome, id: string): Bucket {
  const found = outcomes[outcome].buckets.find((each) => each.id === id)
  return found ?? bucket(id, id.replaceAll('_', ' '), '', ...calm)
}
