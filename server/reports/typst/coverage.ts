/** Whether a code point can be printed. */
export type Coverage = (codePoint: number) => boolean

/**
 * Which code points the fonts have a glyph for, read from their character maps (OpenType `cmap`, formats 4 and 12).
 * A PDF/UA or PDF/A file may not contain a text without a glyph, so this is asked before the compiler is.
 */
export function coverageOf(fonts: readonly Buffer[]): Coverage {
  const covered = new Uint8Array(0x110000 / 8)
  for (const font of fonts) {
    for (const [first, last] of characterRanges(font)) {
      for (let code = first; code <= last; code++) covered[code >> 3] = (covered[code >> 3] ?? 0) | (1 << (code & 7))
    }
  }
  return (codePoint) => ((covered[codePoint >> 3] ?? 0) & (1 << (codePoint & 7))) !== 0
}

type Range = readonly [first: number, last: number]

function characterRanges(font: Buffer): Range[] {
  const cmap = tableOffset(font, 'cmap')
  const ranges: Range[] = []
  for (let i = 0; i < font.readUInt16BE(cmap + 2); i++) {
    const subtable = cmap + font.readUInt32BE(cmap + 4 + i * 8 + 4)
    const format = font.readUInt16BE(subtable)
    if (format === 4) ranges.push(...segments(font, subtable))
    if (format === 12) ranges.push(...groups(font, subtable))
  }
  return ranges
}

function tableOffset(font: Buffer, tag: string): number {
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const record = 12 + i * 16
    if (font.toString('latin1', record, record + 4) === tag) return font.readUInt32BE(record + 8)
  }
  throw new Error(`the font has no ${tag} table`)
}

function segments(font: Buffer, subtable: number): Range[] {
  const count = font.readUInt16BE(subtable + 6) / 2
  const ends = subtable + 14
  const starts = ends + count * 2 + 2
  const deltas = starts + count * 2
  const offsets = deltas + count * 2
  const ranges: Range[] = []
  for (let i = 0; i < count; i++) {
    const first = font.readUInt16BE(starts + i * 2)
    const last = font.readUInt16BE(ends + i * 2)
    const offset = font.readUInt16BE(offsets + i * 2)
    if (first === 0xffff) continue
    for (let code = first; code <= last; code++) {
      const glyph =
        offset === 0
          ? (code + font.readUInt16BE(deltas + i * 2)) & 0xffff
          : font.readUInt16BE(offsets + i * 2 + offset + (code - first) * 2)
      if (glyph !== 0) ranges.push([code, code])
    }
  }
  return ranges
}

function groups(font: Buffer, subtable: number): Range[] {
  const ranges: Range[] = []
  for (let i = 0; i < font.readUInt32BE(subtable + 12); i++) {
    const group = subtable + 16 + i * 12
    if (font.readUInt32BE(group + 8) !== 0) ranges.push([font.readUInt32BE(group), font.readUInt32BE(group + 4)])
  }
  return ranges
}
