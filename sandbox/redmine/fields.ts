/** Redmine's ids and custom fields, over the records of the firm. */
import type { Entry } from '../books/entries.ts'
import type { FirmRecord } from '../books/records.ts'

export const timeFields = {
  approved: { id: 1, name: 'approved', format: 'bool', values: null },
  billingStatus: {
    id: 2,
    name: 'Billing status',
    format: 'list',
    values: ['unbilled', 'billed', 'excluded'],
  },
  externalId: { id: 3, name: 'External ID', format: 'string', values: null },
  billable: { id: 4, name: 'Billable', format: 'bool', values: null },
} as const
export const projectFields = {
  customer: { id: 11, name: 'Customer code', format: 'string', values: null },
  code: { id: 12, name: 'Project code', format: 'string', values: null },
  company: { id: 13, name: 'Company code', format: 'string', values: null },
} as const
export const userFields = {
  code: { id: 21, name: 'Employee code', format: 'string', values: null },
  category: {
    id: 22,
    name: 'Labor category',
    format: 'list',
    values: ['junior', 'consultant', 'senior', 'principal', 'specialist'],
  },
} as const

export const activities = [
  { id: 9, name: 'Consulting' },
  { id: 10, name: 'Internal' },
] as const

type Field = {
  readonly id: number
  readonly name: string
  readonly format: string
  readonly values: readonly string[] | null
}
type CustomValue = { readonly id: number; readonly name: string; readonly value: string | null }

const custom = (field: { id: number; name: string }, value: string | null): CustomValue => ({
  id: field.id,
  name: field.name,
  value,
})

export function timeValues(entry: Entry): CustomValue[] {
  return [
    custom(timeFields.approved, entry.state === 'approved' ? '1' : '0'),
    custom(timeFields.billingStatus, entry.billingStatus),
    custom(timeFields.externalId, entry.externalId),
    custom(timeFields.billable, entry.billable ? '1' : '0'),
  ]
}

export function projectValues(project: FirmRecord): CustomValue[] {
  return [
    custom(projectFields.customer, (project.body.client as string | null) ?? ''),
    custom(projectFields.code, project.code),
    custom(projectFields.company, String(project.body.legal_entity)),
  ]
}

export function userValues(person: FirmRecord): CustomValue[] {
  return [
    custom(userFields.code, person.code),
    custom(userFields.category, person.body.labor_category as string | null),
  ]
}

/** A list such as GET /custom_fields.json gives an administrator. */
export function customFieldList(): unknown[] {
  const kinds = [
    ['time_entry', timeFields],
    ['project', projectFields],
    ['user', userFields],
  ] as const
  return kinds.flatMap(([type, fields]) =>
    Object.values<Field>(fields).map((field) => ({
      id: field.id,
      name: field.name,
      description: '',
      customized_type: type,
      field_format: field.format,
      regexp: '',
      min_length: null,
      max_length: null,
      is_required: false,
      is_filter: type !== 'user',
      searchable: false,
      multiple: false,
      default_value: null,
      visible: true,
      ...(field.values === null
        ? {}
        : { possible_values: field.values.map((value) => ({ value, label: value })) }),
    })),
  )
}
