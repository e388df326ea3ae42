/** Whether a dialog lies over the page; then the keys of the page rest. */
export function isUnderDialog(): boolean {
  return document.querySelector('[aria-modal="true"]') !== null
}
