import { Problem } from '#ui/client.ts'
import { PageMissing } from '../shell/PageMissing.tsx'
import { Loaded, type LoadedProps } from './Loaded.tsx'

/**
 * A page about one thing. It has its heading while the thing is on its way, or cannot be shown; what is not there, or
 * not yours, is the same page whatever it would have been.
 */
export function LoadedPage<T>({ name, ...loaded }: LoadedProps<T> & { name: string }) {
  const { data, error } = loaded.query
  if (error instanceof Problem && error.status === 404) return <PageMissing />
  return (
    <>
      {data === undefined ? <h1 className="sr-only">{name}</h1> : null}
      <Loaded {...loaded} />
    </>
  )
}
