/** The kinds of work that people or systems report. */
import { oneOf } from './text.ts'

const reportedKinds = ['time', 'expense', 'subcontractor', 'usage'] as const
export const reportedKind = oneOf(reportedKinds)
