import './support/runtime.ts'

const { check } = await import('./check/run.ts')
const { readSources } = await import('./check/sources.ts')
const { runTests } = await import('./support/steps.ts')
const { serverVariable, startTestServer } = await import('./support/database.ts')

/** Everything except what `check` has run already and what is started by a command of its own. */
async function testFiles(): Promise<string[]> {
  const apart = /^(src\/(kernel|model|rating|contracts)|test\/(check|live|crash|simulate))\//
  const beside = await readSources(['src', 'sandbox', 'test', 'bench'], ['.test.ts'])
  const migrations = await readSources(['migrations'], ['test.ts'])
  return [...beside, ...migrations].map((source) => source.path).filter((path) => !apart.test(path))
}

const started = performance.now()
const sound = await check()
const server = await startTestServer()
let passed = false
try {
  // A file of the crash suite that is quick says so by its name and runs here as well.
  const small = await readSources(['test/crash', 'test/live', 'test/simulate'], ['.small.test.ts'])
  passed = await runTests([...(await testFiles()), ...small.map((source) => source.path)], {
    concurrency: 2,
    environment: {
      [serverVariable]: JSON.stringify({ administratorUrl: server.administratorUrl, url: server.url }),
    },
  })
} finally {
  await server.stop()
}
console.log(
  `tests ${sound && passed ? 'passed' : 'FAILED'} in ${Math.round((performance.now() - started) / 1000)} s`,
)
process.exitCode = sound && passed ? 0 : 1
