/** A file that cannot be read: where, why, and what to do about it. */
export type Complaint = { readonly path: string; readonly problem: string; readonly remedy: string }

/** Ends a calculation whose scenario contradicts itself. Bad data is no bug: the reader turns it into complaints. */
export class ScenarioError extends Error {
  override readonly name = 'ScenarioError'
  readonly complaints: readonly Complaint[]

  constructor(complaints: readonly Complaint[]) {
    super(complaints.map((one) => `${one.path}: ${one.problem}. ${one.remedy}`).join('\n'))
    this.complaints = complaints
  }
}

export function complain(path: string, problem: string, remedy: string): never {
  throw new ScenarioError([{ path, problem, remedy }])
}
