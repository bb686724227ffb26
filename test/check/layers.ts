import type { Source } from './sources.ts'
import { folderOf, importsOf, isTest } from './sources.ts'

/** A folder imports only folders before it. The order is that of DESIGN: section "The house". */
export const order = [
  ...['config', 'kernel', 'model', 'store', 'log', 'access', 'egress', 'connectors', 'masterdata', 'cases'],
  ...[
    'rating',
    'contracts',
    'accounting',
    'scenario',
    'intake',
    'charging',
    'billing',
    'posting',
    'settlement',
    'reconciliation',
  ],
  ...['outbound', 'insight', 'api', 'runner', 'cli'],
]

const pure = new Set(['kernel', 'model', 'rating', 'contracts', 'accounting', 'scenario'])
const narrow: Readonly<Record<string, readonly string[]>> = {
  config: [],
  kernel: [],
  model: ['kernel'],
  rating: ['kernel', 'model'],
  contracts: ['kernel', 'model'],
  accounting: ['kernel', 'model'],
  scenario: ['kernel', 'model', 'rating', 'contracts', 'accounting'],
}

/** Who may open a socket: the outbound clients, the server of our own API, and the store for its database. */
const socketFolders = new Set(['egress', 'api', 'store'])
const socketModules =
  /^(node:)?(http|https|http2|net|tls|dgram|dns|dns\/promises)$|^(undici|@nats-io\/transport-node)(\/|$)/

function mayImport(from: Source, to: string): boolean {
  const folder = folderOf(from.path)
  const target = folderOf(to)
  if (from.path === 'src/main.ts') return true
  if (target === null) {
    // Tests use the fixtures; the sandbox command starts the simulated firm.
    return isTest(from.path) || (folder === 'cli' && to.startsWith('sandbox/'))
  }
  if (folder === null || folder === target) return connectorMayImport(from.path, to)
  const allowed = narrow[folder]
  if (allowed !== undefined) return allowed.includes(target)
  const connector = connectorOf(from.path)
  if (connector !== null && connector !== 'sdk') return target === 'kernel' || target === 'model'
  const at = order.indexOf(folder)
  const wanted = order.indexOf(target)
  return at >= 0 && wanted >= 0 && wanted < at
}

function connectorOf(path: string): string | null {
  return /^src\/connectors\/([^/]+)\//.exec(path)?.[1] ?? null
}

function connectorMayImport(from: string, to: string): boolean {
  const own = connectorOf(from)
  const other = connectorOf(to)
  if (own === null || folderOf(to) !== 'connectors') return true
  return other === own || other === 'sdk'
}

function impurities(source: Source): string[] {
  const faults: string[] = []
  for (const name of importsOf(source)) {
    if (name.startsWith('node:') && name !== 'node:crypto') {
      faults.push(`${source.path}: imports ${name}, but this folder is pure.`)
    }
  }
  const code = source.text.replace(/\/\/.*|\/\*[\s\S]*?\*\//g, '')
  const ambient = /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bTemporal\.Now\b|\brandomUUID\(/.exec(code)
  if (ambient !== null) {
    faults.push(`${source.path}: uses ${ambient[0]}; clock, randomness and ids come in as parameters here.`)
  }
  return faults
}

/** Every import that goes against the order of the folders, and every reach for environment, socket or clock. */
export function findLayerFaults(sources: readonly Source[]): string[] {
  const faults: string[] = []
  for (const source of sources) {
    const folder = folderOf(source.path)
    if (folder !== null && folder !== 'main' && !order.includes(folder)) {
      faults.push(
        `${source.path}: src/${folder} is not in the order of folders; add it in test/check/layers.ts.`,
      )
    }
    for (const name of importsOf(source)) {
      const relative = /^(src|sandbox|test|bench|migrations|console)\//.test(name)
      if (source.path.startsWith('src/') && relative && !mayImport(source, name)) {
        faults.push(`${source.path}: may not import ${name}.`)
      }
      if (source.path.startsWith('console/') && relative && !name.startsWith('console/')) {
        faults.push(
          `${source.path}: the console knows the product by its API alone and may not import ${name}.`,
        )
      }
    }
    if (folder === null || isTest(source.path)) continue
    if (pure.has(folder)) faults.push(...impurities(source))
    if (source.path !== 'src/config.ts' && /\bprocess\.env\b/.test(source.text)) {
      faults.push(`${source.path}: reads process.env; declare a setting in src/config.ts and take its value.`)
    }
    const sockets = importsOf(source).filter((name) => socketModules.test(name))
    const fetches = /(?<![.\w])fetch\(/.test(source.text) ? ['fetch'] : []
    if (!socketFolders.has(folder) && folder !== 'main') {
      for (const name of [...sockets, ...fetches]) {
        faults.push(`${source.path}: uses ${name}; calls to the outside go through src/egress.`)
      }
    }
  }
  return faults
}
