/** The words of write-ups, write-downs and write-offs. */

export const adjustmentWhats = ['write_up', 'write_down', 'write_off', 'take_back'] as const
export type AdjustmentWhat = (typeof adjustmentWhats)[number]

export const adjustmentHows = ['to_quantity', 'to_rate', 'to_amount', 'by_amount', 'by_percent'] as const
export type AdjustmentHow = (typeof adjustmentHows)[number]

/** Why work is billed at another value than its terms give. The catalogue is fixed; a note says more. */
export const adjustmentReasons = {
  over_budget: 'More time than was agreed or estimated',
  rework: 'Our own mistakes were put right',
  learning: 'Learning and handing over that the client does not pay',
  goodwill: 'A courtesy to the client',
  disputed: 'The client does not accept it',
  uncollectable: 'The client will not pay it',
  agreed_price: 'Another price was agreed for this work',
  worth_more: 'It was worth more to the client than its time',
  recorded_wrongly: 'It was recorded wrongly, and stays as it is at its source',
  other: 'What the note says',
} as const
export type AdjustmentReason = keyof typeof adjustmentReasons

export const adjustmentStates = ['proposed', 'approved', 'declined', 'withdrawn'] as const
export type AdjustmentState = (typeof adjustmentStates)[number]
