/** What of Tryton's wire the rig has to know, the same for the real one and its front. */
import type { ErpWorld } from './erp-world.ts'

const looks =
  /(\.search_read|\.search|\.search_count|\.read|\.get_preferences|\.on_change\w*|\.login|\.warning\.create)$/

export const trytonHabits: Pick<ErpWorld, 'isWrite' | 'toldBefore' | 'half'> = {
  isWrite: (label) => !looks.test(label),
  // A second create of a line meets its unique key; a second anything else, a record that has moved on.
  toldBefore: (label, sent) => {
    const { id } = JSON.parse(sent.toString('utf8')) as { id: unknown }
    const error =
      label === 'model.timesheet.line.create'
        ? ['UserError', ['The UUID of timesheet line must be unique.', '', null]]
        : ['ConcurrencyException', 'Records were modified in the meanwhile']
    return { status: 200, body: { id, error } }
  },
  // One call is one transaction.
  half: () => null,
}
