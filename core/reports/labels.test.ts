import assert from 'node:assert/strict'
import { it } from 'node:test'
import { labelsOf, languageOf, languages } from './labels.ts'

it('every language has every label, with the same places to fill in', () => {
  const english = labelsOf('en')
  const places = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort()
  for (const language of languages) {
    const labels = labelsOf(language)
    assert.deepEqual(Object.keys(labels), Object.keys(english))
    for (const key of Object.keys(english) as (keyof typeof english)[]) {
      assert.ok(labels[key].trim(), `${language} ${key}`)
      assert.deepEqual(places(labels[key]), places(english[key]), `${language} ${key}`)
    }
  }
})

it('a locale prints in its language, or in English when there is none', () => {
  assert.equal(languageOf('de-AT'), 'de')
  assert.equal(languageOf('pt-BR'), 'en')
})
