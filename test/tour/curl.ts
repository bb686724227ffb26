/** Where the machine has no curl: the few options of it that the README's tour uses, and the same exit codes. */
import { parseArgs } from 'node:util'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    s: { type: 'boolean', short: 's' },
    S: { type: 'boolean', short: 'S' },
    'fail-with-body': { type: 'boolean' },
    H: { type: 'string', short: 'H', multiple: true },
    d: { type: 'string', short: 'd' },
  },
})
const headers = new Headers()
for (const line of values.H ?? []) {
  const at = line.indexOf(':')
  headers.set(line.slice(0, at).trim(), line.slice(at + 1).trim())
}
if (values.d !== undefined && !headers.has('content-type'))
  headers.set('content-type', 'application/x-www-form-urlencoded')
const answer = await fetch(positionals[0]!, {
  method: values.d === undefined ? 'GET' : 'POST',
  headers,
  ...(values.d === undefined ? {} : { body: values.d }),
})
process.stdout.write(await answer.text())
const refusedCode = 22
if (answer.status >= 400 && values['fail-with-body']) process.exitCode = refusedCode
