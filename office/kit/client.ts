import { createClient } from '#ui/client.ts'

export const { call, putFile, fileState, putPieces, fileUrl, liveUrl } = createClient('office')
