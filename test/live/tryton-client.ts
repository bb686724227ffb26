/** A JSON-RPC client of Tryton for the tests, written apart from the product's connector on purpose. */

export type Context = Readonly<Record<string, unknown>>
export type Domain = readonly unknown[]
export type Row = Record<string, unknown> & { id: number }

/** `kind` is Tryton's first word: UserError, UserWarning, ConcurrencyException, an exception's text, or "http". */
export class TrytonRefusal extends Error {
  readonly status: number
  readonly kind: string

  constructor(method: string, status: number, kind: string, detail: string) {
    // A refusal may carry a dump of a whole domain, tens of kilobytes long.
    super(`${method}: HTTP ${status} ${kind}: ${detail.slice(0, 400)}`)
    this.status = status
    this.kind = kind
  }
}

export type TrytonClient = Awaited<ReturnType<typeof trytonClient>>

/** Signs in. `url` ends in the database's name, as in http://127.0.0.1:8000/tryton/ */
export async function trytonClient(url: string, user: string, password: string) {
  const authority: { header: string | null } = { header: null }
  let sequence = 0

  async function send(method: string, params: readonly unknown[]): Promise<unknown> {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(authority.header === null ? {} : { authorization: authority.header }),
      },
      body: JSON.stringify({ id: sequence++, method, params }),
    })
    const text = await response.text()
    if (!response.ok) throw new TrytonRefusal(method, response.status, 'http', text)
    const reply = JSON.parse(text) as { result?: unknown; error?: [string, unknown] }
    if (reply.error !== undefined) {
      throw new TrytonRefusal(method, 200, reply.error[0], JSON.stringify(reply.error[1]))
    }
    return reply.result
  }

  const [userId, session] = (await send('common.db.login', [user, { password }, 'en'])) as [number, string]
  authority.header = `Session ${Buffer.from(`${user}:${userId}:${session}`).toString('base64')}`
  let context = (await send('model.res.user.get_preferences', [true, {}])) as Context

  const call = (method: string, ...params: unknown[]) => send(method, [...params, context])
  return {
    userId,
    call,
    /** Reads the preferences again: a changed company changes the defaults of every later call. */
    refresh: async () => {
      context = (await send('model.res.user.get_preferences', [true, {}])) as Context
    },
    /** Everything after this call happens inside that company. */
    enter: (company: number) => {
      context = { ...context, company, language: 'en' }
    },
    create: async (model: string, values: Context): Promise<number> => {
      const [id] = (await call(`model.${model}.create`, [values])) as number[]
      if (id === undefined) throw new Error(`${model}.create gave no id`)
      return id
    },
    write: (model: string, ids: readonly number[], values: Context) =>
      call(`model.${model}.write`, ids, values),
    remove: (model: string, ids: readonly number[]) => call(`model.${model}.delete`, ids),
    press: (model: string, button: string, ids: readonly number[]) => call(`model.${model}.${button}`, ids),
    search: async (model: string, domain: Domain) =>
      (await call(`model.${model}.search`, domain, 0, null, [['id', 'ASC']])) as number[],
    read: async (model: string, domain: Domain, fields: readonly string[]) =>
      (await call(`model.${model}.search_read`, domain, 0, null, [['id', 'ASC']], fields)) as Row[],
    /** The id of the first record that fits. Throws when none does. */
    one: async (model: string, domain: Domain): Promise<number> => {
      const found = (await call(`model.${model}.search`, domain, 0, 1, [['id', 'ASC']])) as number[]
      if (found[0] === undefined) throw new Error(`no ${model} for ${JSON.stringify(domain)}`)
      return found[0]
    },
  }
}

export const decimal = (text: string) => ({ __class__: 'Decimal', decimal: text })

export function date(iso: string) {
  const [year, month, day] = iso.split('-').map(Number)
  return { __class__: 'date', year, month, day }
}

export function readDecimal(value: unknown): string {
  return (value as { decimal: string }).decimal
}

export function readDate(value: unknown): string | null {
  if (value === null) return null
  const { year, month, day } = value as { year: number; month: number; day: number }
  return [String(year), String(month).padStart(2, '0'), String(day).padStart(2, '0')].join('-')
}

export function readSeconds(value: unknown): number {
  return (value as { seconds: number }).seconds
}
