/** A queue of one's own: what is given to it waits for what was given before. */
export type InOrder = <T>(job: () => Promise<T>) => Promise<T>

/** Runs jobs one after the other. The next one follows also when one failed, which its caller hears and nobody else. */
export function oneAfterAnother(): InOrder {
  let last: Promise<unknown> = Promise.resolve()
  return (job) => {
    const done = last.then(job)
    last = done.catch(() => undefined)
    return done
  }
}
