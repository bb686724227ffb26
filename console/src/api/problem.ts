/** What the API answers when it refuses: RFC 9457 with code and remedy. */
export type Problem = {
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly remedy: string
  readonly traceId: string
  readonly errors?: readonly {
    readonly pointer: string
    readonly message: string
    readonly remedy: string
  }[]
}

export class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.title)
    this.name = 'ProblemError'
    this.problem = problem
  }
}

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'title' in value && 'remedy' in value
}

/** An answer that is no problem+json came from something between us and the API. */
export function problemOf(value: unknown, status: number): Problem {
  if (isProblem(value)) return value
  return {
    title: status >= 500 ? 'Hourbridge does not answer' : 'The answer was not understood',
    status,
    detail: `The server answered with status ${status} and no explanation.`,
    code: 'INTERNAL',
    remedy: 'Try again in a moment. When it stays, look at the log of the program or of the proxy before it.',
    traceId: '',
  }
}

export const unreachable: Problem = {
  title: 'Hourbridge cannot be reached',
  status: 0,
  detail: 'No answer came. The program may be stopped or restarting, or the network is away.',
  code: 'UNREACHABLE',
  remedy: 'Check that the program runs; this page tries again by itself.',
  traceId: '',
}

export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof TypeError && /fetch|network|load failed/i.test(error.message)) return unreachable
  return {
    title: 'The page failed',
    status: 0,
    detail: error instanceof Error ? error.message : String(error),
    code: 'PAGE',
    remedy: 'Reload the page. When it fails again, report what you did and this text.',
    traceId: '',
  }
}
