import assert from 'node:assert/strict'
import { it } from 'node:test'
import { accentForPaper } from './accent.ts'

it('a colour that can be read on white stays as the organization chose it', () => {
  assert.equal(accentForPaper('#0b6e6e'), '#0b6e6e')
  assert.equal(accentForPaper('#000000'), '#000000')
})

it('a colour too light for white paper is darkened, keeping its hue', () => {
  const gold = accentForPaper('#ffd000')
  const [red = 0, green = 0, blue = 0] = (gold.match(/[0-9a-f]{2}/g) ?? []).map((part) => Number.parseInt(part, 16))
  assert.ok(red < 160 && red > green && blue === 0, gold)
})

it('what is no colour becomes ours', () => {
  assert.equal(accentForPaper('red; #import'), '#1f4e79')
})
