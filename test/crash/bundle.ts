/** The sources of a victim as one file each: a process that lives for a second spends half of it on reading files. */
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'rolldown'

const program = fileURLToPath(new URL('./process.ts', import.meta.url))

/**
 * Puts the sources and their libraries together below `directory`, as they are but for where they lie; returns what to
 * start. A path that a source makes from its own place still leads to where that source lies.
 */
export async function bundleVictim(directory: string): Promise<string> {
  await build({
    input: program,
    platform: 'node',
    logLevel: 'warn',
    external: /^(cloudflare:|pg-native$)/,
    plugins: [
      {
        name: 'own-place',
        transform: (code, id) => inPlace(code, id),
      },
    ],
    output: { dir: directory, entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' },
  })
  return join(directory, 'process.mjs')
}

/** Says where a source lies in the words of its module format. */
function inPlace(code: string, path: string): string | null {
  if (code.includes('import.meta.url'))
    return code.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href))
  const folder = /\b__dirname\b(?!\s*=)/g
  return folder.test(code) ? code.replaceAll(folder, JSON.stringify(dirname(path))) : null
}
