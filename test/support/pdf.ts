import { inflateSync } from 'node:zlib'

/** A PDF as a test looks at it: what its pages say, in the order it was drawn, and what a reader program is told. */
export type ReadPdf = {
  pages: number
  /** Text of all pages, without the places where a long word may break. */
  text: string
  /** The same with nothing between the words, for texts that run over a line. */
  run: string
  /** Alternative texts of images, in the order of the structure tree. */
  alts: string[]
  title: string | null
  language: string | null
  tagged: boolean
  /** XMP metadata: the standards the file names. */
  metadata: string
  /** Widths of the pages in points. */
  widths: number[]
}

type PdfObject = { body: string; stream: Buffer | null }

/** Reads the PDFs our compiler writes: no object streams, fonts with a ToUnicode map, contents in FlateDecode. */
export function readPdf(pdf: Uint8Array): ReadPdf {
  const objects = objectsOf(Buffer.from(pdf))
  const bodies = [...objects.values()]
  const pages = pagesOf(objects)
  const pieces = pages.map((page) => textOfPage(page, objects))
  const text = pieces.join('\n').replaceAll('\u200b', '')
  const catalog = bodies.find(({ body }) => /\/Type \/Catalog/.test(body))?.body ?? ''
  const metadata = bodies.find(({ body }) => /\/Type \/Metadata/.test(body))?.stream?.toString('utf8') ?? ''
  return {
    pages: pages.length,
    text,
    run: text.replace(/\s+/g, ''),
    alts: bodies.flatMap(({ body }) => stringsAfter(body, '/Alt')),
    title: /<dc:title>[\s\S]*?<rdf:li[^>]*>([\s\S]*?)<\/rdf:li>/.exec(metadata)?.[1] ?? null,
    language: stringsAfter(catalog, '/Lang')[0] ?? null,
    tagged: /\/MarkInfo\s*<<[\s\S]*?\/Marked true/.test(catalog) && /\/StructTreeRoot/.test(catalog),
    metadata,
    widths: pages.map((page) => Number(/\/MediaBox \[0 0 ([\d.]+)/.exec(page)?.[1])),
  }
}

function objectsOf(file: Buffer): Map<string, PdfObject> {
  const objects = new Map<string, PdfObject>()
  const source = file.toString('latin1')
  const start = /(?<=\n)(\d+) 0 obj\n/g
  for (let match = start.exec(source); match; match = start.exec(source)) {
    const from = match.index + match[0].length
    const streamAt = source.indexOf('\nstream\n', from)
    const endAt = source.indexOf('\nendobj', from)
    const hasStream = streamAt >= 0 && streamAt < endAt
    const body = source.slice(from, hasStream ? streamAt : endAt)
    const length = Number(/\/Length (\d+)/.exec(body)?.[1] ?? 0)
    const bytes = hasStream ? file.subarray(streamAt + 8, streamAt + 8 + length) : null
    const packed = /\/Filter \/FlateDecode/.test(body)
    objects.set(match[1] ?? '', { body, stream: bytes && packed ? inflateSync(bytes) : bytes })
    start.lastIndex = hasStream ? streamAt + 8 + length : endAt
  }
  return objects
}

function pagesOf(objects: Map<string, PdfObject>): string[] {
  const root = [...objects.values()].find(({ body }) => /\/Type \/Pages/.test(body))?.body ?? ''
  const walk = (body: string): string[] => {
    if (!/\/Type \/Pages/.test(body)) return [body]
    const kids = /\/Kids \[([^\]]*)\]/.exec(body)?.[1]?.matchAll(/(\d+) 0 R/g) ?? []
    return [...kids].flatMap((kid) => walk(objects.get(kid[1] ?? '')?.body ?? ''))
  }
  return walk(root)
}

function textOfPage(page: string, objects: Map<string, PdfObject>): string {
  const fonts = new Map<string, Map<number, string>>()
  for (const [, name = '', id = ''] of page.matchAll(/\/(f\d+) (\d+) 0 R/g)) {
    const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.body ?? '')?.[1] ?? ''
    fonts.set(name, glyphTexts(objects.get(map)?.stream?.toString('latin1') ?? ''))
  }
  const contents = objects.get(/\/Contents (\d+) 0 R/.exec(page)?.[1] ?? '')?.stream?.toString('latin1') ?? ''
  return drawnText(contents, fonts)
}

/** A text in parentheses (which may nest in pairs) or in hexadecimal, a font, a replacement text, or an end. */
const token = /\/(f\d+) [\d.]+ Tf|\/ActualText|\(|<([0-9a-fA-F]*)>(?!>)|\bEMC\b|\bET\b/g

function drawnText(contents: string, fonts: Map<string, Map<number, string>>): string {
  let font = new Map<number, string>()
  let text = ''
  let replaced: 'no' | 'next' | 'yes' = 'no'
  token.lastIndex = 0
  for (let match = token.exec(contents); match; match = token.exec(contents)) {
    const [whole, name, hex] = match
    if (name) font = fonts.get(name) ?? new Map()
    else if (whole === '/ActualText') replaced = 'next'
    else if (whole === 'EMC') replaced = 'no'
    else if (whole === 'ET') text += ' '
    else {
      const end = whole === '(' ? endOfLiteral(contents, match.index) : token.lastIndex
      const bytes = whole === '(' ? literal(contents.slice(match.index, end)) : Buffer.from(hex ?? '', 'hex')
      token.lastIndex = end
      if (replaced === 'next') text += decoded(bytes)
      else if (replaced === 'no') text += glyphs(bytes, font)
      if (replaced === 'next') replaced = 'yes'
    }
  }
  return text
}

function endOfLiteral(source: string, start: number): number {
  let depth = 0
  for (let i = start; i < source.length; i++) {
    if (source[i] === '\\') i++
    else if (source[i] === '(') depth++
    else if (source[i] === ')' && --depth === 0) return i + 1
  }
  return source.length
}

function glyphs(codes: Buffer, font: Map<number, string>): string {
  let text = ''
  for (let i = 0; i + 1 < codes.length; i += 2) text += font.get(codes.readUInt16BE(i)) ?? ''
  return text
}

function glyphTexts(map: string): Map<number, string> {
  const texts = new Map<number, string>()
  for (const [, block = ''] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code = '', text = ''] of block.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) {
      texts.set(Number.parseInt(code, 16), utf16(Buffer.from(text, 'hex')))
    }
  }
  return texts
}

function stringsAfter(body: string, key: string): string[] {
  return [...body.matchAll(new RegExp(`${key} (?=[(<])`, 'g'))].map(({ 0: whole, index }) => {
    const start = index + whole.length
    if (body[start] === '(') return decoded(literal(body.slice(start, endOfLiteral(body, start))))
    return decoded(Buffer.from(body.slice(start + 1, body.indexOf('>', start)), 'hex'))
  })
}

/** A text string: UTF-16 with its mark, else Latin. */
function decoded(bytes: Buffer): string {
  return bytes[0] === 0xfe && bytes[1] === 0xff ? utf16(bytes.subarray(2)) : bytes.toString('latin1')
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' }

function literal(quoted: string): Buffer {
  const text = quoted
    .slice(1, -1)
    .replace(/\\(?:([0-7]{1,3})|([\s\S]))/g, (_, octal: string | undefined, letter: string | undefined) =>
      octal ? String.fromCharCode(Number.parseInt(octal, 8)) : (escapes[letter ?? ''] ?? letter ?? ''),
    )
  return Buffer.from(text, 'latin1')
}

function utf16(bytes: Buffer): string {
  return Buffer.from(bytes).swap16().toString('utf16le')
}
