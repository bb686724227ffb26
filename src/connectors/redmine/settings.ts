import type { SettingDefinition } from '../sdk/connector.ts'

export type Settings = Readonly<Record<string, string>>

const setting = (name: string, required: boolean, description: string): SettingDefinition => ({
  name,
  description,
  required,
  secret: false,
})

export const settings: readonly SettingDefinition[] = [
  { name: 'apiKey', description: "An administrator's API key.", required: true, secret: true },
  setting('approvalField', true, 'Time entry field whose change is an approval, such as "approved".'),
  setting('approvedValue', false, 'Value of that field that approves; "1" (a ticked box) when absent.'),
  setting('rejectedValue', false, 'Value of that field that rejects.'),
  setting(
    'approvedBy',
    true,
    "Role that alone may change that field by Redmine's permissions; kept with every approval as its level.",
  ),
  setting(
    'workerCode',
    false,
    '"login", or "field:<name>" of a user field with the employee code; "login" when absent.',
  ),
  setting(
    'projectCode',
    false,
    '"identifier", or "field:<name>" of a project field; "identifier" when absent.',
  ),
  setting('clientField', false, "Project field with the client's code; empty there means internal."),
  setting('companyField', false, 'Project field with the code of the legal entity.'),
  setting('workerCompanyField', false, "User field with the code of the person's legal entity."),
  setting('laborCategoryField', false, "User field with the person's labor category."),
  setting('company', false, 'Code of the legal entity where no field says it.'),
  setting(
    'activityMeans',
    false,
    '"labor_category", "service_item" or "none"; "labor_category" when absent.',
  ),
  setting('billableField', false, 'Time entry field that says billable ("1") or not.'),
  setting(
    'nonBillableActivities',
    false,
    'Names of activities that are never billable, separated by commas.',
  ),
  setting(
    'closedProjects',
    false,
    '"accept": time that Redmine took before the project was closed counts; "refuse": it is stopped. "accept" when absent.',
  ),
  setting(
    'owns',
    false,
    'Records this connection describes: "projects", "workers", both, or "none"; "projects" when absent.',
  ),
]

export function owns(given: Settings, kind: string): boolean {
  return (given.owns ?? 'projects').split(',').some((name) => name.trim() === kind)
}

export function listed(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
