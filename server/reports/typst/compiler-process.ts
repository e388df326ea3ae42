import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { coverageOf } from './coverage.ts'
import { readFonts } from './fonts.ts'
import type { PaperReply, PaperRequest } from './job.ts'
import { printableDeep } from './printable.ts'

/**
 * The process in which Typst runs: it sets one document after the other, and holds nothing of one when the next begins.
 * A process and not a thread, because a thread inside native code can neither be stopped nor survive its abort.
 */
const templates = fileURLToPath(new URL('../templates/', import.meta.url))
const fonts = readFonts()
const covers = coverageOf(fonts)
const compiler = NodeCompiler.create({ workspace: templates, fontArgs: [{ fontBlobs: fonts }] })

function print(request: PaperRequest): Uint8Array {
  const data = printableDeep(request.data, { covers, direction: request.direction })
  compiler.mapShadow(`${templates}data.json`, Buffer.from(JSON.stringify(data)))
  for (const image of request.images) compiler.mapShadow(`${templates}${image.path}`, Buffer.from(image.bytes))
  const compiled = compiler.compile({ mainFilePath: `${templates}${request.template}` })
  if (!compiled.result) throw new Error(JSON.stringify(compiled.takeDiagnostics()?.shortDiagnostics ?? 'no document'))
  return compiler.pdf(compiled.result, {
    pdfStandard: request.standard,
    pdfTags: true,
    creationTimestamp: request.timestamp,
  })
}

function replyTo(request: PaperRequest): PaperReply {
  try {
    return { id: request.id, pdf: print(request), memory: process.memoryUsage.rss() }
  } catch (error) {
    return {
      id: request.id,
      refused: error instanceof Error ? error.message : String(error),
      memory: process.memoryUsage.rss(),
    }
  } finally {
    compiler.resetShadow()
    compiler.evictCache(1)
  }
}

process.on('message', (request: PaperRequest) => {
  process.send?.(replyTo(request))
})
process.on('disconnect', () => process.exit(0))
