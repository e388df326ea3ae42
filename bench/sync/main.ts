import { crowd } from './crowd.ts'
import { disk } from './disk.ts'
import { type Part, print, printHead } from './figures.ts'
import { line } from './line.ts'
import { phone } from './phone.ts'
import { scope } from './scope.ts'
import { simulated } from './simulated.ts'

/**
 * `npm run bench:sync`: how phones and server do on bad lines, with full phones and in a crowd. Each part compares within
 * one run; `npm run bench:sync -- line` takes one of them. What was lost or doubled was
 * counted by `npm run simulate:long -- --facts 1000000`.
 */
const parts: Record<string, Part> = { scope, line, crowd, disk, phone, simulated }
const [named = ''] = process.argv.slice(2)

printHead()
for (const [name, part] of Object.entries(parts)) if (name.startsWith(named)) await part(print)
