/** Longer than a frame takes on a slow phone, shorter than anybody notices. */
const pause = 100
/** A page that is not looked at draws nothing. */
const atTheLatest = 2_000

/** Runs once what was just made ready has been drawn: the first picture waits for nothing it does not show. */
export function afterDrawn(run: () => void): () => void {
  let timer = setTimeout(run, atTheLatest)
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer)
    // The frame is drawn after this, and before a timer.
    timer = setTimeout(() => void (timer = setTimeout(run, pause)))
  })
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}
