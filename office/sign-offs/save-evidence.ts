import type { SignOffEvidence } from '#core/work-orders/sign-off-api.ts'
import { download } from '../kit/download.ts'

/** Everything that is needed to verify a sign-off without us: the pieces, and how each is checked. */
export function saveEvidence(evidence: SignOffEvidence): void {
  const { bytes, bytesHash, summaryText, summaryHash, shownText, consent } = evidence
  const file = {
    what: `Sign-off of ${evidence.number} ${evidence.title}, visit ${evidence.visitNumber}`,
    how: [
      'sha256 of handedIn.bytes, as UTF-8, is handedIn.sha256.',
      'handedIn.bytes is JSON; its body holds the summary, its hash, the name, the consent, the strokes and both clocks.',
      'sha256 of summary.text, as UTF-8, is summary.sha256, which is what was signed and what the report prints.',
    ],
    handedIn: { bytes, sha256: bytesHash },
    summary: { text: summaryText, sha256: summaryHash },
    shownText,
    consent,
  }
  download(`sign-off-${evidence.number || evidence.fact}.json`, JSON.stringify(file, null, 2), 'application/json')
}
