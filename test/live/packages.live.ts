import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ensurePackages, missingPackages, PackagesUnavailable } from './packages.ts'

const wanted = ['hourbridge-package-that-nobody-ships']

test('all packages are present, and finding that out installs nothing', async () => {
  assert.deepEqual(missingPackages(), [])
  assert.equal(await ensurePackages({ agreed: false }), 0)
})

test('where nobody agreed and nobody can be asked, missing packages end the run', async () => {
  if (process.stdin.isTTY) return
  await assert.rejects(ensurePackages({ agreed: false, wanted }), PackagesUnavailable)
})

test('a package that no source offers ends the run', async () => {
  await assert.rejects(ensurePackages({ agreed: true, wanted }), (error) => {
    return (
      error instanceof PackagesUnavailable && /root is needed|no package source offers/.test(error.message)
    )
  })
})
