import type { SettingDefinition } from '../sdk/connector.ts'
import { at, idOf, type Json, textOf } from '../sdk/json.ts'

export type Settings = Readonly<Record<string, string>>

const setting = (name: string, required: boolean, description: string): SettingDefinition => ({
  name,
  description,
  required,
  secret: false,
})

export const settings: readonly SettingDefinition[] = [
  setting('database', true, 'Name of the database.'),
  setting(
    'user',
    true,
    'Login of the integration user; its company filter is "All" where several companies are served.',
  ),
  { name: 'password', description: 'Password of the integration user.', required: true, secret: true },
  setting(
    'companies',
    false,
    'Codes of the companies this connection serves, separated by commas; all when absent.',
  ),
  setting(
    'companyCode',
    false,
    'Where the code of a company stands: "code" or "name" of its party; "code" when absent.',
  ),
  setting(
    'projectCode',
    false,
    'Where the code of a project stands: "first_word" or "name"; "first_word" when absent.',
  ),
  setting(
    'product',
    true,
    'Code or name of the product that invoice lines carry; gives unit and revenue account.',
  ),
  setting(
    'acceptedWarnings',
    false,
    'Beginnings of names of warnings that are confirmed; "invoice_payment_term" when absent.',
  ),
  setting('rowsPerRead', false, 'Rows of one answer; 500 when absent.'),
  setting('closedPeriod', false, 'For legal entities: "hold" or "first_open_day"; "hold" when absent.'),
  setting(
    'owns',
    false,
    'Records this connection describes, separated by commas: legal_entities, clients, workers, projects, tasks, periods, ' +
      'tax_codes; "legal_entities,clients,periods,tax_codes" when absent.',
  ),
]

export function owns(given: Settings, kind: string): boolean {
  return listed(given.owns ?? 'legal_entities,clients,periods,tax_codes').includes(kind)
}

export function listed(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** The code of the company whose fields stand under `company.` in a row. */
export function companyCode(company: Json | undefined, given: Settings): string | null {
  const field = given.companyCode === 'name' ? 'name' : 'code'
  return textOf(at(company, 'party.', field)) ?? idOf(at(company, 'id'))
}

/** "rail-data Rail data platform" is the code and the title, or one name. */
export function projectCode(name: string, given: Settings): string {
  return given.projectCode === 'name' ? name.trim() : (name.trim().split(/\s+/)[0] ?? name)
}

/** Unique over the companies of a connection: taxes and periods are named per company. */
export function scopedCode(company: string, name: string): string {
  return `${company}/${name}`
}
