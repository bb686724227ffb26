import './support/runtime.ts'

const { generate } = await import('./generate/run.ts')
const check = process.argv.includes('--check')
const different = await generate(check)
if (check && different.length > 0) {
  console.error(`These files are not what \`npm run generate\` writes:\n${different.join('\n')}`)
  process.exitCode = 1
} else {
  console.log(different.length === 0 ? 'generated files are up to date' : `wrote ${different.join(', ')}`)
}
