import { openReserve } from './reserve.ts'
import {
  type BlobRow,
  type Change,
  type CommandRow,
  type CopyRow,
  documentKey,
  type DocumentRow,
  type Meta,
  type NoticeRow,
  noTurn,
  type Rows,
  type Store,
} from './store.ts'

/**
 * The store without a disk: for tests and for nothing else, since what it holds is gone with the page. `room` is how many
 * bytes it takes of commands, pictures, copies and the reserve together.
 */
export function openMemoryStore(first: Meta, room = Number.POSITIVE_INFINITY): Store {
  const documents = new Map<string, DocumentRow>()
  const commands = new Map<number, CommandRow>()
  const blobs = new Map<string, BlobRow>()
  const notices = new Map<string, NoticeRow>()
  const bytes = new Map<string, ArrayBuffer>()
  const thumbnails = new Map<string, ArrayBuffer>()
  const copies = new Map<string, { row: CopyRow; bytes: ArrayBuffer }>()
  const reserve = new Map<number, number>()
  let meta = first
  let turn = noTurn
  let last: Promise<unknown> = Promise.resolve()

  /** Copies, as a disk gives them. */
  const commandsThat = (is: (row: CommandRow) => boolean) =>
    [...commands.values()]
      .filter(is)
      .sort((a, b) => a.dseq - b.dseq)
      .map((row) => ({ ...row }))
  const rows = (): Rows => ({
    documents: structuredClone([...documents.values()]),
    commands: commandsThat(() => true),
    blobs: [...blobs.values()].map((row) => ({ ...row })),
    notices: structuredClone([...notices.values()]),
    copies: structuredClone([...copies.values()].map((copy) => copy.row)),
    meta: structuredClone(meta),
  })

  function takeRoom(needed: number): void {
    if (room === Number.POSITIVE_INFINITY) return
    const sizes = [
      ...[...commands.values()].map((row) => row.bytes.length),
      ...[...bytes.values()].map((one) => one.byteLength),
      ...[...copies.values()].map((one) => one.bytes.byteLength),
      ...reserve.values(),
    ]
    if (sizes.reduce((sum, size) => sum + size, needed) > room)
      throw new DOMException('The phone is full', 'QuotaExceededError')
  }

  function write(change: Change): void {
    takeRoom((change.commands ?? []).reduce((sum, row) => sum + (commands.has(row.dseq) ? 0 : row.bytes.length), 0))
    for (const row of change.documents ?? []) documents.set(documentKey(row.kind, row.id), row)
    for (const [kind, id] of change.forgetDocuments ?? []) documents.delete(documentKey(kind, id))
    for (const row of change.commands ?? []) commands.set(row.dseq, row)
    for (const dseq of change.forgetCommands ?? []) commands.delete(dseq)
    for (const row of change.blobs ?? []) blobs.set(row.sha256, row)
    for (const sha256 of change.forgetBlobs ?? []) blobs.delete(sha256)
    for (const row of change.notices ?? []) notices.set(row.id, row)
    for (const id of change.forgetNotices ?? []) notices.delete(id)
    if (change.meta) meta = change.meta
    if (change.turn) turn = change.turn
  }

  return {
    load: async () => rows(),
    change(plan) {
      const done = last.then(async () => {
        // Nothing is written before the plan is done, so what it asks for is copied as it asks.
        const change = structuredClone(
          await plan({
            meta: async () => structuredClone(meta),
            document: async (kind, id) => structuredClone(documents.get(documentKey(kind, id))),
            documents: async () => structuredClone([...documents.values()]),
            command: async (id) => commandsThat((row) => row.id === id)[0],
            commands: async () => commandsThat(() => true),
            commandsOf: async (stream) => commandsThat((row) => row.stream === stream),
            blob: async (sha256) => structuredClone(blobs.get(sha256)),
            blobs: async () => structuredClone([...blobs.values()]),
            notices: async () => structuredClone([...notices.values()]),
            hasBytes: async (sha256) => bytes.has(sha256),
            turn: async () => turn,
          }),
        )
        write(change)
        return change
      })
      // The next change follows this one even when it failed; the caller of this one hears of the failure.
      last = done.then(
        () => undefined,
        () => undefined,
      )
      return done
    },
    async putBytes(sha256, content, thumbnail) {
      takeRoom(content.byteLength)
      bytes.set(sha256, content.slice(0))
      if (thumbnail) thumbnails.set(sha256, thumbnail.slice(0))
    },
    readBytes: async (sha256) => bytes.get(sha256)?.slice(0) ?? null,
    readThumbnail: async (sha256) => thumbnails.get(sha256)?.slice(0) ?? null,
    putThumbnail: async (sha256, content) => void thumbnails.set(sha256, content.slice(0)),
    async dropBytes(sha256s) {
      for (const sha256 of sha256s.filter((one) => !blobs.get(one)?.kept)) {
        bytes.delete(sha256)
        thumbnails.delete(sha256)
      }
    },
    keptBytes: async () => [...bytes.keys()],
    async putCopy(row, content) {
      takeRoom(content.byteLength)
      copies.set(row.sha256, { row, bytes: content.slice(0) })
    },
    readCopy: async (sha256) => copies.get(sha256)?.bytes.slice(0) ?? null,
    async dropCopies(sha256s) {
      for (const sha256 of sha256s) copies.delete(sha256)
    },
    reserve: openReserve({
      parts: async () => [...reserve.keys()],
      async write(part, size) {
        takeRoom(size)
        reserve.set(part, size)
      },
      remove: async (part) => void reserve.delete(part),
    }),
    close: () => undefined,
  }
}
