import { Dexie, type Table } from 'dexie'
import type { DocumentKind } from '#core/sync/api.ts'
import type { Id } from '#core/kit/ids.ts'
import { piecesOf, pieceSize } from '#core/sync/chunks.ts'
import { isOutOfSpace, mayBeOutOfSpace } from './out-of-space.ts'
import { noise, openReserve, reserveInFiles, type ReserveMedium } from './reserve.ts'
import {
  type BlobRow,
  type Change,
  type CommandRow,
  type CopyRow,
  type DocumentRow,
  type Meta,
  NoOwner,
  type NoticeRow,
  noTurn,
  type Reader,
  type Store,
  type Turn,
} from './store.ts'

/**
 * Bytes lie in the pieces they are sent in, so that one photo is never one huge value (S20). Those an earlier version kept
 * lie in larger ones: they are read as they are and never written again, since what is only here is not worth a risk.
 */
type Piece = { sha256: string; n: number; bytes: ArrayBuffer }
type Thumbnail = { sha256: string; bytes: ArrayBuffer }
type MetaRow = { key: 'meta'; value: Meta } | { key: 'turn'; value: Turn }

class Database extends Dexie {
  declare documents: Table<DocumentRow, [DocumentKind, Id]>
  declare commands: Table<CommandRow, number>
  declare blobs: Table<BlobRow, string>
  declare notices: Table<NoticeRow, string>
  declare meta: Table<MetaRow, string>
  declare pieces: Table<Piece, [string, number]>
  declare thumbnails: Table<Thumbnail, string>
  declare copies: Table<CopyRow, string>
  declare copyPieces: Table<Piece, [string, number]>
  declare reserve: Table<{ part: number; bytes: ArrayBuffer }, number>

  constructor(name: string, indexedDb: IndexedDb) {
    super(name, { ...indexedDb, chromeTransactionDurability: 'strict', cache: 'disabled' })
    this.version(1).stores({
      documents: '[kind+id]',
      commands: 'dseq, &id, stream',
      blobs: 'sha256',
      notices: 'id',
      meta: 'key',
      pieces: '[sha256+n]',
      thumbnails: 'sha256',
    })
    this.version(2).stores({ copies: 'sha256', copyPieces: '[sha256+n]' })
    this.version(3).stores({ reserve: 'part' })
  }
}

/** The browser's own unless a test brings another. */
export type IndexedDb = { indexedDB?: IDBFactory; IDBKeyRange?: typeof IDBKeyRange }

/**
 * The store on the phone's disk. `first` is written when the database is new, and ignored when it is not. The room for facts
 * lies in files of the app where the browser has them.
 */
export async function openDexieStore(
  name: string,
  first: Meta | null,
  indexedDb: IndexedDb = {},
  files: FileSystemDirectoryHandle | null | Promise<FileSystemDirectoryHandle | null> = null,
): Promise<Store> {
  const database = new Database(name, indexedDb)
  await database.open()
  const { documents, commands, blobs, notices, meta, pieces, thumbnails, copies, copyPieces, reserve } = database
  const place = Promise.resolve(files).then((found) => (found ? reserveInFiles(found) : inTable(reserve)))
  const facts = [documents, commands, blobs, notices, meta]
  const withBytes = [...facts, pieces]

  async function readMeta(): Promise<Meta> {
    const row = await meta.get('meta')
    if (row?.key !== 'meta') throw new NoOwner()
    return row.value
  }
  if (first) {
    await database.transaction('rw', facts, async () => {
      if (!(await meta.get('meta'))) await meta.put({ key: 'meta', value: first })
    })
  } else if (!(await meta.get('meta'))) {
    database.close()
    throw new NoOwner()
  }
  let isClosed = false
  /** A disk without a byte left closes the database under the app; it opens again once something else went. */
  async function onDisk<T>(run: () => PromiseLike<T>): Promise<T> {
    if (isClosed) throw new Error('the phone’s database is not open any more')
    if (!database.isOpen()) await database.open()
    try {
      return await run()
    } catch (error) {
      // Its connection is of no use any more: the next one begins anew.
      if (mayBeOutOfSpace(error) && !isOutOfSpace(error)) database.close({ disableAutoOpen: false })
      throw error
    }
  }
  const reader: Reader = {
    meta: readMeta,
    document: (kind, id) => documents.get([kind, id]),
    documents: () => documents.toArray(),
    command: (id) => commands.where('id').equals(id).first(),
    commands: () => commands.orderBy('dseq').toArray(),
    commandsOf: (stream) => commands.where('stream').equals(stream).sortBy('dseq'),
    blob: (sha256) => blobs.get(sha256),
    blobs: () => blobs.toArray(),
    hasBytes: async (sha256) => (await ofHash(pieces, sha256).count()) > 0,
    notices: () => notices.toArray(),
    async turn() {
      const row = await meta.get('turn')
      return row?.key === 'turn' ? row.value : noTurn
    },
  }

  async function write(change: Change): Promise<void> {
    if (change.documents?.length) await documents.bulkPut(change.documents)
    if (change.forgetDocuments?.length) await documents.bulkDelete(change.forgetDocuments)
    if (change.commands?.length) await commands.bulkPut(change.commands)
    if (change.forgetCommands?.length) await commands.bulkDelete(change.forgetCommands)
    if (change.blobs?.length) await blobs.bulkPut(change.blobs)
    if (change.forgetBlobs?.length) await blobs.bulkDelete(change.forgetBlobs)
    if (change.notices?.length) await notices.bulkPut(change.notices)
    if (change.forgetNotices?.length) await notices.bulkDelete(change.forgetNotices)
    if (change.meta) await meta.put({ key: 'meta', value: change.meta })
    if (change.turn) await meta.put({ key: 'turn', value: change.turn })
  }

  return {
    // Asked for at once, answered by one transaction: today's list waits for each way there and back.
    load: () =>
      database.transaction('r', [...facts, copies], async () => {
        const [found, taken, held, told, copied, about] = await Promise.all([
          documents.toArray(),
          commands.orderBy('dseq').toArray(),
          blobs.toArray(),
          notices.toArray(),
          copies.toArray(),
          readMeta(),
        ])
        return { documents: found, commands: taken, blobs: held, notices: told, copies: copied, meta: about }
      }),
    change: (plan) =>
      onDisk(() =>
        database.transaction('rw', withBytes, async () => {
          const change = await plan(reader)
          await write(change)
          return change
        }),
      ),
    putBytes: (sha256, bytes, thumbnail) =>
      onDisk(() =>
        database.transaction('rw', [pieces, thumbnails], async () => {
          await pieces.bulkPut(cut(sha256, bytes))
          if (thumbnail) await thumbnails.put({ sha256, bytes: thumbnail })
        }),
      ),
    readBytes: (sha256) => onDisk(() => joined(pieces, sha256)),
    readThumbnail: async (sha256) => (await thumbnails.get(sha256))?.bytes ?? null,
    dropBytes: (sha256s) =>
      database.transaction('rw', [blobs, pieces, thumbnails], async () => {
        const rows = await blobs.bulkGet([...sha256s])
        const free = sha256s.filter((_, index) => !rows[index]?.kept)
        for (const sha256 of free) await ofHash(pieces, sha256).delete()
        await thumbnails.bulkDelete(free)
      }),
    async keptBytes() {
      const keys = await pieces.toCollection().primaryKeys()
      return [...new Set(keys.map(([sha256]) => sha256))]
    },
    putThumbnail: (sha256, bytes) =>
      onDisk(async () => {
        await thumbnails.put({ sha256, bytes })
      }),
    putCopy: (row, bytes) =>
      database.transaction('rw', [copies, copyPieces], async () => {
        await copyPieces.bulkPut(cut(row.sha256, bytes))
        await copies.put(row)
      }),
    readCopy: (sha256) => joined(copyPieces, sha256),
    dropCopies: (sha256s) =>
      database.transaction('rw', [copies, copyPieces], async () => {
        for (const sha256 of sha256s) await ofHash(copyPieces, sha256).delete()
        await copies.bulkDelete([...sha256s])
      }),
    reserve: openReserve(place),
    close() {
      isClosed = true
      database.close()
    },
  }
}

function inTable(parts: Database['reserve']): ReserveMedium {
  return {
    parts: () => parts.toCollection().primaryKeys(),
    async write(part, size) {
      await parts.put({ part, bytes: noise(size) })
    },
    remove: (part) => parts.delete(part),
  }
}

function ofHash(pieces: Table<Piece, [string, number]>, sha256: string) {
  return pieces.where('[sha256+n]').between([sha256, 0], [sha256, Number.MAX_SAFE_INTEGER])
}

async function joined(pieces: Table<Piece, [string, number]>, sha256: string): Promise<ArrayBuffer | null> {
  const found = await ofHash(pieces, sha256).sortBy('n')
  return found.length === 0 ? null : join(found.map((piece) => piece.bytes))
}

function cut(sha256: string, bytes: ArrayBuffer): Piece[] {
  const count = Math.max(1, piecesOf(bytes.byteLength))
  return Array.from({ length: count }, (_, n) => ({
    sha256,
    n,
    bytes: bytes.slice(n * pieceSize, (n + 1) * pieceSize),
  }))
}

function join(parts: readonly ArrayBuffer[]): ArrayBuffer {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0))
  let at = 0
  for (const part of parts) {
    whole.set(new Uint8Array(part), at)
    at += part.byteLength
  }
  return whole.buffer
}
