import { createClient } from '#ui/client.ts'

export const { call, putFile, fileUrl, liveUrl } = createClient('office')
