import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phoneDigits } from './phone.ts'
import { looksLikePhone, searchCode, searchWords } from './text.ts'

test('marks, case and punctuation do not matter in what is searched', () => {
  assert.equal(searchWords('  Müller & Søn,  Kälte-Technik '), 'muller son kalte technik')
  assert.equal(searchWords('Straße'), searchWords('STRASSE'))
  assert.equal(searchWords('İstanbul'), 'istanbul')
})

test('letters of every script stay', () => {
  assert.equal(searchWords('東京設備（株）'), '東京設備 株')
  assert.equal(searchWords('شركة التبريد'), 'شركة التبريد')
  assert.equal(searchWords('ﬁne Ｗｉｄｅ'), 'fine wide')
})

test('nothing that a pattern would read as a wildcard is left', () => {
  assert.equal(searchWords("100%_'\\"), '100')
})

test('a serial is kept in its parts and in one piece', () => {
  assert.equal(searchCode('AB-1234/X9'), 'ab 1234 x9 ab1234x9')
  assert.equal(searchCode('WO10421'), 'wo10421')
})

test('one phone number has the same digits in every spelling', () => {
  for (const text of ['+49 30 901820', '030 901820', '0049 30 90 18 20', '+49 (0)30 901820', '(030) 90-18-20']) {
    assert.equal(phoneDigits(text, 'DE'), '4930901820', text)
  }
  assert.equal(phoneDigits('(312) 555-0142', 'US'), '13125550142')
})

test('without a country the digits stay that any spelling ends with', () => {
  assert.equal(phoneDigits('030 901820', ''), '30901820')
  assert.ok(phoneDigits('+49 30 901820', '').endsWith('30901820'))
})

test('a number of a work order is no phone number, digits with spaces may be one', () => {
  assert.equal(looksLikePhone('WO-10421'), false)
  assert.equal(looksLikePhone('030 90'), true)
  assert.equal(looksLikePhone('12'), false)
})
