import type { Reply } from '#core/kit/contract.ts'
import type { syncApi } from '#core/sync/api.ts'
import type { Brought, Progress } from './bring-file.ts'

type Imported = Reply<typeof syncApi.importUnsent>
type One = Pick<Imported['commands'][number], 'outcome' | 'first'>

/** What became of one entry of a saved file, in two words. */
export function importedWord({ outcome, first }: One): { word: string; isDone: boolean } {
  switch (outcome) {
    case 'applied':
    case 'superseded':
      return { word: 'On record', isDone: true }
    case 'duplicate':
      return first === 'held' || first === 'id_conflict'
        ? { word: 'Waits already', isDone: false }
        : { word: 'Was here already', isDone: true }
    case 'held':
    case 'id_conflict':
      return { word: 'Waits in Attention', isDone: false }
    case 'refused':
      return { word: 'Came too late', isDone: false }
    case 'damaged':
      return { word: 'Damaged', isDone: false }
  }
}

/** `12 of 14 entries on record, 3 of 3 photos and files here`. */
export function importSum({ commands, files }: Pick<Brought, 'commands' | 'files'>): string {
  const done = commands.filter((one) => importedWord(one).isDone).length
  const here = files.filter((one) => one.state !== 'refused').length
  const entries = `${done} of ${commands.length} ${commands.length === 1 ? 'entry' : 'entries'}`
  return files.length === 0
    ? `${entries} on record`
    : `${entries} on record, ${here} of ${files.length} photos and files here`
}

/** `Came in now: 12 entries and 3 photos and files.`, and what was here before. */
export function importNews({ commands, files }: Pick<Brought, 'commands' | 'files'>): string {
  const known = commands.filter((one) => one.outcome === 'duplicate').length
  const damaged = commands.filter((one) => one.outcome === 'damaged').length
  const count = (state: Brought['files'][number]['state']) => files.filter((one) => one.state === state).length
  const now = amount(commands.length - known - damaged, count('stored'))
  const before = known + count('was_here') > 0 ? ` Here before: ${amount(known, count('was_here'))}.` : ''
  return `Came in now: ${now}.${before}`
}

/** `12 of 200 photos and files`. */
export function progressWords({ what, done, of }: Progress): string {
  return `${done} of ${of} ${what === 'entries' ? 'entries' : 'photos and files'}`
}

function amount(entries: number, files: number): string {
  const parts = [
    entries === 0 ? null : `${entries} ${entries === 1 ? 'entry' : 'entries'}`,
    files === 0 ? null : `${files} ${files === 1 ? 'photo or file' : 'photos and files'}`,
  ].filter((part) => part !== null)
  return parts.length === 0 ? 'nothing' : parts.join(' and ')
}
