import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

const source = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')
const pairs = new Map(
  [...source.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map((match) => [
    match[1] ?? '',
    { light: match[2] ?? '', dark: match[3] ?? '' },
  ]),
)

function luminance(hex: string): number {
  const channel = (at: number): number => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)]
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

function assertContrast(front: string, ground: string, least: number): void {
  const [a, b] = [pairs.get(front), pairs.get(ground)]
  assert.ok(a, `--${front} is a pair of colours`)
  assert.ok(b, `--${ground} is a pair of colours`)
  for (const theme of ['light', 'dark'] as const) {
    const measured = contrast(a[theme], b[theme])
    assert.ok(measured >= least, `--${front} on --${ground}, ${theme}: ${measured.toFixed(2)}, needs ${least}`)
  }
}

const grounds = ['color-canvas', 'color-sunken', 'color-surface', 'color-raised', 'color-hover']
const tones = ['neutral', 'waiting', 'planned', 'live', 'done', 'problem']

test('the measure itself knows black on white and grey on grey', () => {
  assert.equal(contrast('#000000', '#ffffff'), 21)
  assert.ok(contrast('#777777', '#ffffff') < 4.5)
})

test('every text is readable on every ground, light and dark', () => {
  for (const ground of [...grounds, 'color-press', 'color-accent-tint']) {
    assertContrast('color-text', ground, 7)
    assertContrast('color-text-soft', ground, 4.5)
    assertContrast('color-accent-text', ground, 4.5)
  }
  for (const ground of grounds) assertContrast('color-text-faint', ground, 4.5)
})

test('a label on the accent is readable, resting, hovered and pressed', () => {
  for (const fill of ['color-accent', 'color-accent-hover', 'color-accent-press']) {
    assertContrast('color-on-accent', fill, 4.5)
  }
})

test('the edge of a control and the focus ring stand out from every ground', () => {
  for (const ground of grounds) {
    assertContrast('color-control', ground, 3)
    assertContrast('color-focus', ground, 3)
    assertContrast('color-accent', ground, 3)
  }
})

test('a status is readable on its own tint and on any ground, and its solid form carries its label', () => {
  for (const tone of tones) {
    assertContrast(`tone-${tone}-text`, `tone-${tone}-tint`, 4.5)
    assertContrast('tone-on-solid', `tone-${tone}-solid`, 4.5)
    for (const ground of grounds) {
      assertContrast(`tone-${tone}-text`, ground, 4.5)
      assertContrast(`tone-${tone}-solid`, ground, 3)
    }
  }
  assertContrast('tone-on-solid', 'tone-problem-press', 4.5)
})
