import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

// Imported first by every script of package.json. npm puts the pinned Node first in the path; somebody who types
// `node test/run.ts` may have an older one, which this replaces.
const pinned = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))

if (Number(process.versions.node.split('.')[0]) < 26) {
  const { status } = spawnSync(pinned, process.argv.slice(1), { stdio: 'inherit' })
  process.exit(status ?? 1)
}

export const node = process.execPath
