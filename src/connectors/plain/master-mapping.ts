/** Master data of the plain wire in the canonical language. Ends are inclusive there and exclusive here. */
import { addDays, parseDay } from '../../kernel/dates.ts'
import { type MasterChange, type MasterKind, masterSchemas } from '../../model/master-records.ts'
import type { UnderstoodMaster } from '../../model/understood.ts'
import { Value } from 'typebox/value'
import { drift } from '../sdk/drift.ts'
import { at, idOf, type Json, list, numberOf, ownSpelling, readJson, textOf } from '../sdk/json.ts'

/** A mistake in the record: carried out of the body's spelling, never out of the mapping. */
type Spelled = {
  readonly body: unknown
  readonly validFrom?: Json
  readonly validTo?: Json
  readonly fields: readonly string[]
}
type Stream = {
  readonly kind: MasterKind
  readonly spell: (record: Json) => Spelled
}

/** The first day there is. */
const always = '0001-01-01'
const text = (record: Json, name: string): string | null => textOf(at(record, name))
const flag = (record: Json, name: string): boolean => at(record, name) === true
const whole = (value: Json | undefined): number => Number(numberOf(value) ?? Number.NaN)

const streams: Readonly<Record<string, Stream>> = {
  legal_entities: {
    kind: 'legal_entity',
    spell: (r) => ({
      body: { name: text(r, 'name'), currency: text(r, 'currency'), closedPeriod: text(r, 'closed_period') },
      fields: ['name', 'currency', 'closed_period', 'country'],
    }),
  },
  workers: { kind: 'worker', spell: worker },
  clients: {
    kind: 'client',
    spell: (r) => ({
      body: {
        name: text(r, 'name'),
        parent: text(r, 'parent'),
        onHold: flag(r, 'on_hold'),
        active: flag(r, 'active'),
        paymentTermDays: whole(at(r, 'payment_term_days')),
      },
      fields: ['name', 'parent', 'on_hold', 'active', 'payment_term_days', 'legal_entity'],
    }),
  },
  projects: {
    kind: 'project',
    spell: (r) => ({
      body: {
        name: text(r, 'name'),
        client: text(r, 'client'),
        legalEntity: text(r, 'legal_entity'),
        status: text(r, 'status'),
        costCenter: text(r, 'cost_center'),
      },
      fields: ['name', 'client', 'legal_entity', 'status', 'closed_on', 'cost_center'],
    }),
  },
  tasks: {
    kind: 'task',
    spell: (r) => ({
      body: {
        name: text(r, 'name'),
        project: text(r, 'project'),
        status: text(r, 'status'),
        billable: flag(r, 'billable'),
      },
      fields: ['name', 'project', 'status', 'billable'],
    }),
  },
  contracts: { kind: 'contract', spell: contract },
  rates: { kind: 'rate', spell: rate },
  tax_codes: {
    kind: 'tax_code',
    spell: (r) => ({
      body: {
        legalEntity: text(r, 'legal_entity'),
        rate: text(r, 'rate'),
        description: text(r, 'description'),
      },
      fields: ['legal_entity', 'rate', 'description'],
    }),
  },
  periods: {
    kind: 'period',
    spell: (r) => ({
      body: {
        legalEntity: text(r, 'legal_entity'),
        from: text(r, 'from'),
        until: dayAfter(at(r, 'to')),
        status: text(r, 'status'),
      },
      fields: ['legal_entity', 'from', 'to', 'status'],
    }),
  },
}

export function master(stream: string, bytes: Uint8Array): UnderstoodMaster {
  const known = streams[stream]
  if (known === undefined) return { understood: false, field: '', why: `no stream ${stream.slice(0, 60)}` }
  const record = readJson(bytes)
  const recordId = idOf(at(record, 'id'))
  if (record === undefined || recordId === null)
    return { understood: false, field: '/id', why: 'no record with an id' }
  const { body, validFrom, validTo, fields } = known.spell(record)
  const schema = masterSchemas[known.kind]
  if (!Value.Check(schema, body)) {
    const [first] = Value.Errors(schema, body)
    const field = first?.instancePath ?? ''
    return { understood: false, field, why: `${first?.message ?? 'not as it should be'} (in our spelling)` }
  }
  const from = textOf(validFrom) ?? always
  const until = dayAfter(validTo)
  if (parseDay(from) === null || (until !== null && until <= from)) {
    return { understood: false, field: '/valid_from', why: 'the validity is no period' }
  }
  const changes = statements(known.kind, recordId, body, from, until, record)
  const references = [{ kind: known.kind, externalId: recordId, recordId }]
  const pointers = new Set([...fields, 'id', 'updated_at'].map((name) => `/${name}`))
  return { understood: true, changes, references, drift: drift(record, pointers) }
}

/**
 * A record speaks for all its time: before and behind its validity there is nothing, so that a row that was cut
 * short does not live on. A project that was closed on a day was open before it.
 */
function statements(
  kind: MasterKind,
  recordId: string,
  body: unknown,
  validFrom: string,
  validUntil: string | null,
  record: Json,
): MasterChange[] {
  const say = (from: string, until: string | null, said: unknown): MasterChange =>
    ({ kind, recordId, validFrom: from, validUntil: until, body: said }) as MasterChange
  const closedOn = kind === 'project' ? parseDay(text(record, 'closed_on') ?? '') : null
  if (closedOn !== null && text(record, 'status') === 'closed') {
    return [
      say(validFrom, closedOn, { ...(body as object), status: 'open' }),
      say(closedOn, validUntil, body),
    ]
  }
  return [
    ...(validFrom > always ? [say(always, validFrom, null)] : []),
    say(validFrom, validUntil, body),
    ...(validUntil === null ? [] : [say(validUntil, null, null)]),
  ]
}

function worker(r: Json): Spelled {
  return {
    body: {
      name: text(r, 'name'),
      employment: text(r, 'employment'),
      exempt: flag(r, 'exempt'),
      legalEntity: text(r, 'legal_entity'),
      unit: text(r, 'unit'),
      laborCategory: text(r, 'labor_category'),
      employedFrom: text(r, 'employed_from'),
      employedUntil: dayAfter(at(r, 'employed_until')),
      costRate: text(r, 'cost_rate'),
      costCurrency: text(r, 'cost_currency'),
    },
    fields: [
      ...['name', 'email', 'employment', 'exempt', 'legal_entity', 'unit', 'labor_category', 'employed_from'],
      ...['employed_until', 'cost_rate', 'cost_currency'],
    ],
  }
}

function contract(r: Json): Spelled {
  const increment = at(r, 'increment')
  const terms = at(r, 'terms')
  return {
    body: {
      ...(terms === undefined || terms === null ? {} : { terms: ownSpelling(terms) }),
      name: text(r, 'name'),
      client: text(r, 'client'),
      legalEntity: text(r, 'legal_entity'),
      billing: text(r, 'billing'),
      currency: text(r, 'currency'),
      projects: list(at(r, 'projects')).map(textOf),
      region: text(r, 'region'),
      instalments: list(at(r, 'instalments')).map((each) => ({
        number: whole(at(each, 'number')),
        dueOn: text(each, 'due_on'),
        amount: text(each, 'amount'),
        description: text(each, 'description'),
      })),
      increment:
        increment === null || increment === undefined
          ? null
          : {
              hours: text(increment, 'hours'),
              mode: text(increment, 'mode'),
              minimumHours: text(increment, 'minimum_hours'),
            },
      taxCode: text(r, 'tax_code'),
      purchaseOrder: text(r, 'purchase_order'),
      releaseBelow: text(r, 'release_below'),
    },
    ...validity(r),
    fields: [
      ...['name', 'client', 'legal_entity', 'billing', 'currency', 'projects', 'region', 'tax_code'],
      ...['purchase_order', 'release_below', 'valid_from', 'valid_to', 'instalments', 'instalments/*/number'],
      ...['instalments/*/due_on', 'instalments/*/amount', 'instalments/*/description', 'increment'],
      ...['increment/hours', 'increment/mode', 'increment/minimum_hours', 'terms', 'terms/**'],
    ],
  }
}

function rate(r: Json): Spelled {
  return {
    body: {
      kind: text(r, 'kind'),
      level: text(r, 'level'),
      workerId: text(r, 'worker'),
      laborCategory: text(r, 'labor_category'),
      taskId: text(r, 'task'),
      projectId: text(r, 'project'),
      clientId: text(r, 'client'),
      contractId: text(r, 'contract'),
      currency: text(r, 'currency'),
      region: text(r, 'region'),
      legalEntity: text(r, 'legal_entity'),
      amount: text(r, 'amount'),
    },
    ...validity(r),
    fields: [
      ...['kind', 'level', 'worker', 'labor_category', 'task', 'project', 'client', 'contract', 'currency'],
      ...['region', 'legal_entity', 'amount', 'valid_from', 'valid_to'],
    ],
  }
}

function validity(r: Json): { validFrom?: Json; validTo?: Json } {
  return { validFrom: at(r, 'valid_from') ?? null, validTo: at(r, 'valid_to') ?? null }
}

function dayAfter(value: Json | undefined): string | null {
  const last = parseDay(textOf(value) ?? '')
  return last === null ? null : addDays(last, 1)
}
