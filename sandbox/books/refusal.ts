/** The simulated system says no. Rolls the write back and becomes the answer of whichever front was asked. */
export class Refusal extends Error {
  readonly code: string
  readonly field: string | null
  constructor(code: string, message: string, field: string | null = null) {
    super(message)
    this.code = code
    this.field = field
  }
}
