/** What a client agreed to, and what its work is priced by, as the records of a scenario. */
import { addDays, day } from '../../kernel/dates.ts'
import type { Masters } from '../../masterdata/masters.ts'
import type { Contract, MasterBody, MasterKind } from '../../model/master-records.ts'
import type { Agreement } from '../../model/scenario/agreement.ts'
import type { Rate } from '../../model/scenario/card.ts'
import type {
  Calendar,
  Client,
  ExchangeRate,
  LegalEntity,
  Project,
  Task,
  Worker,
} from '../../model/scenario/firm.ts'
import type { Limit } from '../../model/scenario/limits.ts'

type Stretch<K extends MasterKind> = {
  readonly from: string
  readonly until: string | null
  readonly body: MasterBody<K>
}

/** Clients with at least one contract that is put together from terms, with those contracts. */
export function clientsWithTerms(masters: Masters): ReadonlyMap<string, readonly string[]> {
  return masters.derive('clients with terms', ['contract'], (all) => {
    const found = new Map<string, string[]>()
    for (const id of all.ids('contract'))
      for (const { body } of all.stretches('contract', id)) {
        if (body.billing !== 'composed' || body.client === null) continue
        const known = found.get(body.client) ?? []
        if (!known.includes(id)) found.set(body.client, [...known, id])
      }
    return found
  })
}

/** Every version of the client's contracts with terms, each with its days. */
export function agreementsOf(masters: Masters, clientId: string): Agreement[] {
  return (clientsWithTerms(masters).get(clientId) ?? []).flatMap((id) =>
    masters
      .stretches('contract', id)
      .filter(({ body }) => body.billing === 'composed' && body.client === clientId)
      .map((stretch) => agreementOf(id, stretch)),
  )
}

/** One stretch of a contract as a scenario says it. */
export function agreementOf(id: string, stretch: Stretch<'contract'>): Agreement {
  const { body } = stretch
  return {
    id,
    name: body.name,
    ...(body.client === null ? {} : { client: body.client }),
    legalEntity: body.legalEntity,
    currency: body.currency,
    ...(body.region === null ? {} : { region: body.region }),
    projects: body.projects,
    ...termsOf(body),
    ...daysOf(stretch),
  }
}

function termsOf(body: Contract): NonNullable<Contract['terms']> {
  // A composed contract without terms bills what its cards say.
  return body.terms ?? { lines: [{ id: 'work' }] }
}

/** Stretches end before a day, and a scenario's records with one. */
export function daysOf({ from, until }: { readonly from: string; readonly until: string | null }) {
  return {
    ...(from === '0001-01-01' ? {} : { from }),
    ...(until === null ? {} : { to: addDays(day(until), -1) }),
  }
}

/** Bill rates that may price the client's work; each stretch of valid time is a rate of its own. */
export function ratesFor(masters: Masters, clientId: string, contracts: ReadonlySet<string>): Rate[] {
  return masters.ids('rate').flatMap((id) =>
    masters
      .stretches('rate', id)
      .filter(({ body }) => body.clientId === null || body.clientId === clientId)
      .filter(({ body }) => body.contractId === null || contracts.has(body.contractId))
      .map((stretch) => rateOf(id, stretch)),
  )
}

function rateOf(id: string, stretch: Stretch<'rate'>): Rate {
  const { body } = stretch
  const scope = {
    worker: body.workerId,
    assignment: body.assignmentId,
    laborCategory: body.laborCategory,
    task: body.taskId,
    project: body.projectId,
    client: body.clientId,
    contract: body.contractId,
    region: body.region,
    legalEntity: body.legalEntity,
    per: body.per,
    hoursPerDay: body.hoursPerDay,
  }
  return {
    id: stretch.from === '0001-01-01' ? id : `${id} from ${stretch.from}`,
    kind: body.kind,
    level: body.level,
    currency: body.currency,
    amount: body.amount,
    ...(said(scope) as Partial<Rate>),
    ...daysOf(stretch),
  }
}

/**
 * What an hour of these people costs, where something that the client agreed to is reckoned from cost: each stretch of
 * a worker's record is a rate of its own, so that work keeps the cost of its day.
 */
export function costsFor(
  masters: Masters,
  workers: readonly string[],
  contracts: readonly Agreement[],
): Rate[] {
  const fromCost = contracts.some((one) =>
    one.lines.some((line) => line.price?.costPlus !== undefined || line.fee?.progress?.by === 'cost'),
  )
  if (!fromCost) return []
  return workers.flatMap((worker) =>
    masters.stretches('worker', worker).flatMap((stretch): Rate[] => {
      const { costRate, costCurrency } = stretch.body
      if (costRate === null || costCurrency === null) return []
      return [
        {
          id: `cost of ${worker} from ${stretch.from}`,
          kind: 'cost',
          level: 'person',
          worker,
          currency: costCurrency,
          amount: costRate,
          ...daysOf(stretch),
        },
      ]
    }),
  )
}

/** Only what somebody said: a scenario leaves out what nobody did. */
function said(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined),
  )
}

/** The last word on each of these records, by the day that it is asked for. */
function lastOf<K extends MasterKind>(
  masters: Masters,
  kind: K,
  id: string,
  on: string,
): MasterBody<K> | null {
  return masters.at(kind, id, on) ?? masters.stretches(kind, id).at(-1)?.body ?? null
}

export type Named = {
  readonly workers: readonly string[]
  readonly projects: readonly string[]
  readonly tasks: readonly string[]
}

/**
 * The people, projects and tasks that work names, as they are known on a day. Whether a project is open or a client
 * on hold stops work before it comes here.
 */
export function firmOf(masters: Masters, clientId: string, named: Named, on: string) {
  const record = <K extends MasterKind, T>(kind: K, id: string, tell: (body: MasterBody<K>) => T): T[] => {
    const body = lastOf(masters, kind, id, on)
    return body === null ? [] : [tell(body)]
  }
  const workers = named.workers.flatMap((id) =>
    record(
      'worker',
      id,
      ({ name, legalEntity, laborCategory, calendar, employment, costCurrency }): Worker => ({
        ...{ id, name, legalEntity, employment },
        ...(costCurrency === null ? {} : { costCurrency }),
        ...(laborCategory === null ? {} : { laborCategory }),
        ...(calendar === undefined ? {} : { calendar }),
      }),
    ),
  )
  const projects = named.projects.flatMap((id) =>
    record(
      'project',
      id,
      ({ name, client, region }): Project => ({
        ...{ id, name },
        ...(client === null ? {} : { client }),
        ...(region === undefined ? {} : { region }),
      }),
    ),
  )
  const tasks = named.tasks.flatMap((id) =>
    record(
      'task',
      id,
      ({ name, project, billable, phase }): Task => ({
        ...{ id, name, project, billable },
        ...(phase === undefined ? {} : { phase }),
      }),
    ),
  )
  const clients = record(
    'client',
    clientId,
    ({ name, tax, documents }): Client => ({
      ...{ id: clientId, name },
      ...(tax === undefined ? {} : { tax }),
      ...(documents === undefined ? {} : { documents }),
    }),
  )
  const legalEntities = masters.ids('legal_entity').flatMap((id) =>
    record(
      'legal_entity',
      id,
      ({ name, currency, calendar }): LegalEntity => ({
        ...{ id, name, currency },
        ...(calendar === undefined ? {} : { calendar }),
      }),
    ),
  )
  return { workers, projects, tasks, clients, legalEntities }
}

/** What holds for every client: calendars and exchange rates. */
export function commonData(masters: Masters): { calendars: Calendar[]; exchangeRates: ExchangeRate[] } {
  return masters.derive('calendars and exchange rates', ['calendar', 'exchange_rate'], (all) => ({
    calendars: all.ids('calendar').flatMap((id): Calendar[] => {
      const body = all.stretches('calendar', id).at(-1)?.body
      if (body === undefined) return []
      const { name: _, ...days } = body
      return [{ id, ...days }]
    }),
    exchangeRates: all
      .ids('exchange_rate')
      .flatMap((id) =>
        all.stretches('exchange_rate', id).map(({ from: on, body }): ExchangeRate => ({ ...body, on })),
      ),
  }))
}

/** Ceilings of the client, and budgets across its contracts. A limit that the hub keeps is of one client. */
export function limitsFor(masters: Masters, clientId: string): Limit[] {
  return masters.ids('limit').flatMap((id): Limit[] => {
    const body = masters.stretches('limit', id).at(-1)?.body
    return body?.clients?.includes(clientId) ? [{ id, ...body }] : []
  })
}
