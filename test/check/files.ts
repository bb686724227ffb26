import type { Source } from './sources.ts'

export const mostLines = 400

/** Files with more than one subject, migrations without a test, and folders whose names mean nothing. */
export function findFileFaults(sources: readonly Source[]): string[] {
  const faults: string[] = []
  const paths = new Set(sources.map((source) => source.path))
  for (const { path, text } of sources) {
    const lines = text.split('\n').length - 1
    if (lines > mostLines && !/^\/\/ (Generated\b|Written by `npm run generate`)/.test(text)) {
      faults.push(`${path}: ${lines} lines, more than ${mostLines}; it has two subjects.`)
    }
    if (/\/(utils?|common|shared|helpers?|misc|types|lib)\//.test(path)) {
      faults.push(`${path}: lies in a folder that names no subject.`)
    }
    const migration = /^(migrations\/[^/]+)\/up\.sql$/.exec(path)?.[1]
    if (migration !== undefined && !paths.has(`${migration}/test.ts`)) {
      faults.push(`${migration}: has no test.ts.`)
    }
  }
  return faults
}
