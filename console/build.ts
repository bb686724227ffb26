/** Builds the console when its built files are missing or older than its sources. */
import { createHash } from 'node:crypto'
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const consoleDirectory = fileURLToPath(new URL('.', import.meta.url))
const output = join(consoleDirectory, 'dist')
const digestFile = 'sources.sha256'

async function filesBelow(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  const found = await Promise.all(
    entries.map((entry) => {
      const path = join(directory, entry.name)
      return entry.isDirectory() ? filesBelow(path) : Promise.resolve([path])
    }),
  )
  return found.flat()
}

/** Of every source and of the lockfile, so that a new version of a library builds anew as well. */
async function digestOfSources(): Promise<string> {
  const hash = createHash('sha256')
  const named = ['index.html', 'package.json', 'vite.config.ts', '../package-lock.json']
  const files = [
    ...named.map((name) => join(consoleDirectory, name)),
    ...(await filesBelow(join(consoleDirectory, 'src'))),
    ...(await filesBelow(join(consoleDirectory, 'public'))),
  ]
  for (const file of files.sort()) {
    const bytes = await readFile(file).catch(() => new Uint8Array())
    hash.update(`${relative(consoleDirectory, file)}\0${bytes.byteLength}\0`).update(bytes)
  }
  return hash.digest('hex')
}

/**
 * The directory with the built files. It is replaced as a whole and only after the build went well, so that a
 * running server never serves half of one. The digest of the sources beside them decides, not a time of change.
 */
export async function buildConsole(options: { force?: boolean } = {}): Promise<string> {
  const wanted = await digestOfSources()
  const standing = await readFile(join(output, digestFile), 'utf8').catch(() => null)
  if (standing === wanted && options.force !== true) return output
  const { build } = await import('vite')
  const fresh = `${output}.${process.pid}`
  await build({
    root: consoleDirectory,
    configFile: join(consoleDirectory, 'vite.config.ts'),
    logLevel: 'error',
    mode: 'production',
    build: { outDir: fresh, emptyOutDir: true },
  })
  await writeFile(join(fresh, digestFile), wanted)
  await rm(output, { recursive: true, force: true })
  await rename(fresh, output)
  return output
}
