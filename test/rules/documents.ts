import type { Source } from './sources.ts'

const places = ['core', 'server', 'ui', 'office', 'field', 'test', 'e2e', 'bench', 'docs', 'scripts']
const inPlace = new RegExp(`^(?:${places.join('|')})/[\\w@./-]+$`)
const atTop = /^(?:[\w.-]+\.(?:md|json|ts)|LICENSE|\.ci\/run)$/

/** Paths of the repository a document names: in back quotes, or as the target of a link. */
export function pathsNamed({ path, text }: Source): string[] {
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)].map(([, name = '']) => name)
  const fromHere = path.includes('/') ? path.slice(0, path.lastIndexOf('/') + 1) : ''
  const linked = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => new URL(target, `file:///${fromHere}`).pathname.slice(1))
  return [...quoted.filter((name) => inPlace.test(name) || atTop.test(name)), ...linked]
}

/** `documents` name a path that is not there: [document, path]. */
export function missingPaths(documents: Source[], exists: (path: string) => boolean): string[] {
  return documents.flatMap((document) =>
    pathsNamed(document)
      .filter((path) => !exists(path))
      .map((path) => `${document.path} names ${path}`),
  )
}
