const plain: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

/**
 * How text is kept and asked for in search: lower case, without marks, letters and digits of every script,
 * words apart by one space. `Müller & Söhne` and `muller sohne` read the same.
 */
export function searchWords(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => plain[letter] ?? letter)
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** A number, serial or postcode, in parts and in one piece: `AB-12/3` is found by `ab 12` and by `ab123`. */
export function searchCode(text: string): string {
  const parts = searchWords(text)
  return parts.includes(' ') ? `${parts} ${parts.replaceAll(' ', '')}` : parts
}

/** Whether what was typed may be the beginning or a part of a phone number. */
export function looksLikePhone(text: string): boolean {
  return /^[\d\s()+./-]+$/.test(text) && text.replace(/\D/g, '').length >= 3
}
