import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import type { Contract } from '#core/kit/contract.ts'
import { keyOf } from './ask.ts'

type Page<T> = { items: T[]; next: string | null; count?: { value: number; exact: boolean } }

/**
 * A list that is loaded page by page.
 * @param sent what the pages are asked with, as a part of their key
 * @param load asks for the page after `cursor`
 */
export function usePages<T>(contract: Contract, sent: object, load: (cursor: string | undefined) => Promise<Page<T>>) {
  const query = useInfiniteQuery({
    queryKey: [...keyOf(contract), 'pages', sent],
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
    placeholderData: keepPreviousData,
  })
  const rows = query.data?.pages.flatMap((page) => page.items) ?? []
  return { query, rows, count: query.data?.pages[0]?.count }
}

/** `1 customer`, `1,000+ customers`. */
export function counted(count: { value: number; exact: boolean } | undefined, one: string, many = `${one}s`): string {
  if (!count) return ''
  return `${count.value.toLocaleString()}${count.exact ? '' : '+'} ${count.value === 1 ? one : many}`
}
