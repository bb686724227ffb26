import './support/runtime.ts'

const { check } = await import('./check/run.ts')
const started = performance.now()
const sound = await check()
console.log(`check ${sound ? 'passed' : 'FAILED'} in ${Math.round((performance.now() - started) / 1000)} s`)
process.exitCode = sound ? 0 : 1
