import { readdir, readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

export type Source = { readonly path: string; readonly text: string }

export const root = fileURLToPath(new URL('../..', import.meta.url))

const skipped = new Set(['node_modules', 'dist'])

/** The files below these folders whose names end so, with paths from the root. */
export async function readSources(folders: readonly string[], ends: readonly string[]): Promise<Source[]> {
  const found: Source[] = []
  for (const folder of folders) {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const path = posix.join(folder, entry.name)
      if (entry.isDirectory()) {
        if (!skipped.has(entry.name)) found.push(...(await readSources([path], ends)))
      } else if (ends.some((end) => entry.name.endsWith(end))) {
        found.push({ path, text: await readFile(join(root, path), 'utf8') })
      }
    }
  }
  return found
}

export function isTest(path: string): boolean {
  return path.endsWith('.test.ts')
}

/** The folder below `src/` that a file belongs to; a file right below it is a folder of its own name. */
export function folderOf(path: string): string | null {
  return /^src\/([^/]+?)(?:\/|\.test\.ts$|\.ts$)/.exec(path)?.[1] ?? null
}

const importPattern = /(?:\bfrom\s*|\bimport\s*\(\s*|^\s*import\s+)(['"])([^'"\n]+)\1/gm

/** What a file imports, types included: relative ones as paths from the root, packages as they stand. */
export function importsOf(source: Source): string[] {
  return [...source.text.matchAll(importPattern)].map((match) => {
    const name = match[2]!
    return name.startsWith('.') ? posix.join(posix.dirname(source.path), name) : name
  })
}
