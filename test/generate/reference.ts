import { permissions } from '../../src/access/permissions.ts'
import { allRoles, roles } from '../../src/access/roles.ts'
import type { RouteEntry } from '../../src/api/guard.ts'
import { apiLimits } from '../../src/api/limits.ts'
import type { Setting } from '../../src/config.ts'
import { settings } from '../../src/config.ts'
import type { CatalogueEntry } from '../../src/kernel/error-catalogue.ts'
import { errorCatalogue } from '../../src/kernel/error-catalogue.ts'

const notice = '<!-- Written by `npm run generate`; a change by hand is refused by `npm run check`. -->'

export function page(title: string, introduction: string, ...parts: readonly string[]): string {
  return `${[`# ${title}`, notice, introduction, ...parts].join('\n\n')}\n`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function typeOf(setting: Setting): string {
  const { type } = setting
  if (type.kind === 'choice') return type.of.join(', ')
  if (type.kind === 'whole') return `${type.least} to ${type.most} ${type.unit}`
  return {
    text: 'text',
    path: 'absolute path',
    postgres_url: 'postgres://…',
    hosts: 'hosts',
    statement: '`yes`',
  }[type.kind]
}

export function configurationPage(): string {
  const rows = Object.values<Setting>(settings).map((setting) => [
    `\`${setting.env}\``,
    typeOf(setting),
    setting.standard === null ? '' : setting.standard === '' ? '(empty)' : `\`${setting.standard}\``,
    setting.description + (setting.secret ? ' Secret: never shown.' : ''),
  ])
  return page(
    'Configuration',
    'Settings are environment variables. All faults are reported at once, and a misspelled name is a fault.',
    table(['Setting', 'Takes', 'Without it', 'Meaning'], rows),
  )
}

const kinds = {
  request: ['Answers of the API', 'What a caller is told, as `application/problem+json` with this code.'],
  case: [
    'Cases',
    'What stops a piece of work, a document or a connection until somebody, or time, cures it.',
  ],
  fault: ['Faults', 'What failed outside the business. It is logged, and retried where that can help.'],
} as const

export function errorsPage(): string {
  const entries = Object.entries<CatalogueEntry>(errorCatalogue)
  const parts = Object.entries(kinds).map(([kind, [title, meaning]]) => {
    const rows = entries
      .filter(([, entry]) => entry.kind === kind)
      .map(([code, entry]) => [
        `\`${code}\``,
        kind === 'case' ? (entry.owner ?? '') : entry.status === undefined ? '' : String(entry.status),
        entry.title,
        entry.remedy,
      ])
    const second = kind === 'case' ? 'Who cures it' : 'Status'
    return `## ${title}\n\n${meaning}\n\n${table(['Code', second, 'What happened', 'What to do'], rows)}`
  })
  return page('Errors', 'Every code there is. Each message says what to do next.', ...parts)
}

export function limitsPage(): string {
  const rows = Object.entries(apiLimits).map(([name, limit]) => [
    `\`${name}\``,
    limit.value.toLocaleString('en'),
    limit.meaning,
  ])
  const ranged = Object.values<Setting>(settings).flatMap((setting) =>
    setting.type.kind === 'whole'
      ? [[`\`${setting.env}\``, setting.standard ?? '', typeOf(setting), setting.description]]
      : [],
  )
  return page(
    'Limits',
    'What is refused beyond, or waits. `GET /api/v1/limits` answers those of a running installation.',
    `## Of the API\n\n${table(['Limit', 'Standard', 'Meaning'], rows)}`,
    `## Set by configuration\n\n${table(['Setting', 'Standard', 'Range', 'Meaning'], ranged)}`,
  )
}

function documented(route: RouteEntry): boolean {
  return route.method !== 'HEAD' && !route.url.startsWith('/api/docs')
}

export function permissionsPage(routes: readonly RouteEntry[]): string {
  const rights = Object.entries(permissions).map(([permission, meaning]) => [`\`${permission}\``, meaning])
  const held = Object.keys(permissions).map((permission) => [
    `\`${permission}\``,
    ...allRoles.map((role) =>
      (roles[role].permissions as readonly string[]).includes(permission) ? 'yes' : '',
    ),
  ])
  const doors = routes
    .filter(documented)
    .map((route) => [`${route.method} \`${route.url}\``, `\`${route.permission}\``])
  return page(
    'Permissions',
    'A route without a declared permission does not start. `signed_in` is every principal; `anybody` needs no credentials.',
    `## Permissions\n\n${table(['Permission', 'Allows'], rights)}`,
    `## Roles\n\n${table(
      ['Role', 'Who'],
      allRoles.map((role) => [`\`${role}\``, roles[role].title]),
    )}`,
    `## Which role holds what\n\n${table(['Permission', ...allRoles], held)}`,
    `## Routes\n\n${table(['Route', 'Needs'], doors)}`,
  )
}
