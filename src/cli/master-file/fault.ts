import { CommandFailure } from '../context.ts'

/** What is wrong with a file, where, and what to do about it. */
export type FileFault = { readonly place: string; readonly problem: string; readonly remedy: string }

/** So many faults are told at once; the rest shows once these are corrected. */
export const mostFaults = 50

/** Ends the command with every fault of the file. */
export function fileFailure(file: string, faults: readonly FileFault[]): CommandFailure {
  const lines = faults.slice(0, mostFaults).map((one) => `  ${one.place}: ${one.problem}. ${one.remedy}`)
  const rest = faults.length > mostFaults ? [`  and ${faults.length - mostFaults} more`] : []
  return new CommandFailure([`${file} was not taken; nothing of it was kept.`, ...lines, ...rest].join('\n'))
}
