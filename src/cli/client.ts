import { CommandFailure, exitCodes } from './context.ts'

export type Problem = {
  readonly code?: string
  readonly detail?: string
  readonly remedy?: string
  readonly traceId?: string
  readonly errors?: readonly {
    readonly pointer: string
    readonly message: string
    readonly remedy?: string
  }[]
}

export type Api = {
  get<T>(path: string, query?: Readonly<Record<string, string | undefined>>): Promise<T>
  /** Every call carries an Idempotency-Key of its own, so that a lost answer can be asked for again. */
  post<T>(path: string, body?: unknown): Promise<T>
  /** Says how something shall be: repeated, it changes nothing. */
  put<T>(path: string, body: unknown): Promise<T>
}

type ClientOptions = {
  readonly url: string
  readonly key: string
  readonly fetch: typeof fetch
  readonly newId: () => string
}

const timeoutMs = 60_000
const attempts = 3

function complaint(status: number, problem: Problem): CommandFailure {
  const lines = [`${problem.code ?? status}: ${problem.detail ?? 'the call was refused'}`]
  for (const each of problem.errors ?? []) lines.push(`  ${each.pointer} ${each.message}`)
  if (problem.remedy !== undefined) lines.push(problem.remedy)
  if (status >= 500 && problem.traceId !== undefined) lines.push(`Trace ${problem.traceId}`)
  return new CommandFailure(lines.join('\n'), exitCodes.failed, problem)
}

/** The REST API as the commands use it. */
export function openClient(options: ClientOptions): Api {
  const base = options.url.replace(/\/+$/, '')

  async function send(method: string, path: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${options.key}` }
    if (method === 'POST') headers['idempotency-key'] = options.newId()
    if (method !== 'GET') headers['content-type'] = 'application/json'
    let failure: unknown
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      try {
        return await options.fetch(`${base}/api/v1${path}`, {
          method,
          headers,
          ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
          signal: AbortSignal.timeout(timeoutMs),
        })
      } catch (error) {
        failure = error
      }
    }
    const why = failure instanceof Error ? failure.message : String(failure)
    throw new CommandFailure(
      `No installation answers at ${base} (${why}). Start it with \`hourbridge start\`, or pass --url.`,
    )
  }

  async function read<T>(response: Response): Promise<T> {
    const text = await response.text()
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      throw new CommandFailure(
        `${base} answered ${response.status} and no JSON. Is it an installation of Hourbridge?`,
      )
    }
    if (!response.ok) throw complaint(response.status, value as Problem)
    return value as T
  }

  return {
    async get(path, query = {}) {
      const given = Object.entries(query).filter((each): each is [string, string] => each[1] !== undefined)
      const text = given.length > 0 ? `?${new URLSearchParams(given)}` : ''
      return read(await send('GET', path + text))
    },
    async post(path, body) {
      return read(await send('POST', path, body))
    },
    async put(path, body) {
      return read(await send('PUT', path, body))
    },
  }
}

/** Every item of a list, page by page. */
export async function everyItem<T>(
  api: Api,
  path: string,
  query: Readonly<Record<string, string | undefined>>,
  most: number,
): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const page: { items: T[]; nextCursor: string | null } = await api.get(path, {
      ...query,
      ...(cursor === undefined ? {} : { cursor }),
    })
    items.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined && items.length < most)
  return items.slice(0, most)
}
