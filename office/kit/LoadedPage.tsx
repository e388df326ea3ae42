import { Loaded, type LoadedProps } from './Loaded.tsx'

/** A page about one thing. It has its heading while the thing is on its way, or cannot be shown. */
export function LoadedPage<T>({ name, ...loaded }: LoadedProps<T> & { name: string }) {
  return (
    <>
      {loaded.query.data === undefined ? <h1 className="sr-only">{name}</h1> : null}
      <Loaded {...loaded} />
    </>
  )
}
