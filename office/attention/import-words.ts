import type { Reply } from '#core/kit/contract.ts'
import type { syncApi } from '#core/sync/api.ts'

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

/** `12 of 14 entries and 3 of 3 photos and files are here`. */
export function importSum({ commands, files }: Pick<Imported, 'commands' | 'files'>): string {
  const done = commands.filter((one) => importedWord(one).isDone).length
  const stored = files.filter((one) => one.state === 'stored').length
  const entries = `${done} of ${commands.length} ${commands.length === 1 ? 'entry' : 'entries'}`
  return files.length === 0
    ? `${entries} on record`
    : `${entries} on record, ${stored} of ${files.length} photos and files here`
}
