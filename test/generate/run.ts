import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { TSchema } from 'typebox'
import { result } from '../../src/model/scenario/result.ts'
import { scenario } from '../../src/model/scenario/scenario.ts'
import { keptFigures } from '../figures.ts'
import { guaranteesPage } from './guarantees-page.ts'
import { guarantees } from './guarantees.ts'
import { asyncApi } from './asyncapi.ts'
import { ambiguousPage } from './ambiguous.ts'
import { describedApp } from './described-app.ts'
import { eventsPage } from './events.ts'
import { configurationPage, errorsPage, limitsPage, permissionsPage } from './reference.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

type OpenApiTypes = {
  default: (schema: unknown) => Promise<unknown>
  astToString: (nodes: unknown) => string
}

/** The console's generator of types stands among the console's own packages, with the compiler it needs. */
async function clientTypes(document: unknown): Promise<string> {
  const resolve = createRequire(join(root, 'console', 'package.json')).resolve
  const module = join(dirname(resolve('openapi-typescript')), 'index.mjs')
  const generator = (await import(pathToFileURL(module).href)) as OpenApiTypes
  const text = generator.astToString(await generator.default(withoutHeaders(document)))
  return `// Written by \`npm run generate\` from the routes themselves.\n${text}`
}

type Described = { paths: Record<string, Record<string, { parameters?: { in: string }[] }>> }

/** The console's client adds the Idempotency-Key to every call itself, so its types do not ask for it. */
function withoutHeaders(document: unknown): unknown {
  const copy = structuredClone(document) as Described
  for (const operation of Object.values(copy.paths).flatMap((methods) => Object.values(methods))) {
    if (operation.parameters)
      operation.parameters = operation.parameters.filter((each) => each.in !== 'header')
  }
  return copy
}

/** A TypeBox schema is a JSON Schema; what TypeBox notes for itself is no part of it. */
function schemaText(schema: TSchema, title: string): string {
  const draft = 'https://json-schema.org/draft/2020-12/schema'
  return `${JSON.stringify({ $schema: draft, title, ...schema }, null, 1)}\n`
}

async function contents(): Promise<Map<string, string>> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
  const { app, routes } = await describedApp(version)
  const document: unknown = JSON.parse(JSON.stringify(app.swagger()))
  await app.close()
  return new Map([
    ['docs/reference/configuration.md', configurationPage()],
    ['docs/reference/errors.md', errorsPage()],
    ['docs/reference/guarantees.md', guaranteesPage(guarantees, keptFigures())],
    ['docs/reference/limits.md', limitsPage()],
    ['docs/reference/ambiguous-answers.md', ambiguousPage()],
    ['docs/reference/permissions.md', permissionsPage(routes)],
    ['docs/reference/asyncapi.json', `${JSON.stringify(asyncApi(version), null, 1)}\n`],
    ['docs/reference/events.md', eventsPage()],
    ['docs/reference/scenario.schema.json', schemaText(scenario, 'A scenario for hourbridge price')],
    ['docs/reference/price-result.schema.json', schemaText(result, 'What hourbridge price answers')],
    ['docs/reference/openapi.json', `${JSON.stringify(document, null, 1)}\n`],
    ['console/src/api/schema.d.ts', await clientTypes(document)],
  ])
}

/** Writes what differs from the code, or only names it. */
export async function generate(check: boolean): Promise<string[]> {
  const different: string[] = []
  for (const [path, text] of await contents()) {
    const file = join(root, path)
    const found = await readFile(file, 'utf8').catch(() => null)
    if (found === text) continue
    different.push(path)
    if (check) continue
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
  return different
}
