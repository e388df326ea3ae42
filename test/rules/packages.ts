type Manifest = Partial<Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>>

const exact = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/

/** Only an exact version is the version that was tested. */
export function ranges(manifest: Manifest): string[] {
  const all = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
  return Object.entries(all)
    .filter(([, version]) => !exact.test(version))
    .map(([name, version]) => `${name} ${version}`)
}

/** A lock file that names a server works only where that server is reached. */
export function addresses(lockFile: string): string[] {
  return [...lockFile.matchAll(/"resolved": "[^"]*"|https?:\/\/[^"]*\.tgz/g)].map(([found]) => found)
}

type Locked = { packages: Record<string, { hasInstallScript?: boolean }> }

/** Packages that want to run a program when installed and that nobody decided about. */
export function undecidedInstallScripts(locked: Locked, decided: Record<string, boolean>): string[] {
  return Object.entries(locked.packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
    .filter((name) => !(name in decided))
}
