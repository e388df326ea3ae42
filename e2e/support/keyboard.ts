import type { Page } from '@playwright/test'

/** What a keyboard meets on a page, seen from inside it. Stops are numbered in the order of the page. */
export type Stop = { stop: number; said: string; problems: string[] }
export type Survey = { stops: string[]; unreachable: string[]; groups: { label: string; members: number[] }[] }

const bySelector =
  'a[href], button, input, select, textarea, summary, [tabindex], [role="button"], [role="tab"], [role="combobox"], [role="switch"], [role="checkbox"], [role="radio"]'

/**
 * Numbers everything on the page that can be acted on and remembers how it looks at rest. `unreachable` are things that
 * answer to a click and to nothing else.
 */
export function survey(page: Page): Promise<Survey> {
  return page.evaluate((selector) => {
    // A page that begins in a field is surveyed at rest as well.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish()
    const said = (element: Element) =>
      `${element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60)}” ${element.getAttribute('class') ?? ''}`
    const looks = (element: Element) => {
      const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor } = getComputedStyle(element)
      return [outlineStyle === 'none' ? '' : `${outlineStyle} ${outlineWidth}`, boxShadow, borderColor, backgroundColor]
    }
    const isShown = (element: Element) => {
      const hidden = element.closest('[inert], [aria-hidden="true"], [hidden]')
      return !hidden && element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0
    }
    const isMember = (element: HTMLElement) =>
      element.getAttribute('role') === 'tab' || (element instanceof HTMLInputElement && element.type === 'radio')
    const stops = [...document.querySelectorAll<HTMLElement>(selector)].filter(
      (element) =>
        isShown(element) &&
        !element.matches(':disabled') &&
        !(element instanceof HTMLInputElement && element.type === 'hidden') &&
        (element.tabIndex >= 0 || isMember(element)),
    )
    for (const old of document.querySelectorAll('[data-stop]')) old.removeAttribute('data-stop')
    for (const [index, element] of stops.entries()) {
      element.dataset['stop'] = String(index)
      for (let one: Element | null = element, up = 0; one && up < 4; one = one.parentElement, up++)
        one.setAttribute('data-rest', JSON.stringify(looks(one)))
      element.nextElementSibling?.setAttribute('data-rest', JSON.stringify(looks(element.nextElementSibling)))
    }
    const groupOf = (element: HTMLElement): Element | string | null =>
      element instanceof HTMLInputElement ? element.name : element.closest('[role="tablist"]')
    const groups = new Map<Element | string, number[]>()
    for (const [index, element] of stops.entries()) {
      const group = isMember(element) ? groupOf(element) : null
      if (group !== null) groups.set(group, [...(groups.get(group) ?? []), index])
    }
    const acts = (element: Element) => {
      const props = Object.entries(element).find(([key]) => key.startsWith('__reactProps$'))?.[1]
      const clicked = typeof props === 'object' && props !== null && typeof props.onClick === 'function'
      const parent = element.parentElement
      const points = getComputedStyle(element).cursor === 'pointer'
      return clicked || (points && parent !== null && getComputedStyle(parent).cursor !== 'pointer')
    }
    const focusable = `${selector}, label`
    const unreachable = [...document.body.querySelectorAll<HTMLElement>('*')].filter(
      (element) =>
        isShown(element) && acts(element) && !element.closest(focusable) && !element.querySelector(focusable),
    )
    return {
      stops: stops.map(said),
      unreachable: unreachable.map(said),
      groups: [...groups].map(([, members]) => ({
        label: members.map((one) => said(stops[one] ?? document.body)).join(', '),
        members,
      })),
    }
  }, bySelector)
}

/** Puts the keyboard before the first thing on the page, as on a page that has just opened. */
export async function toTheTop(page: Page): Promise<void> {
  await page.evaluate(() => {
    const top = document.createElement('span')
    top.tabIndex = -1
    document.body.prepend(top)
    top.focus({ preventScroll: true })
    top.remove()
    window.scrollTo({ top: 0, behavior: 'instant' })
  })
}

/** Where the keyboard is, and what is wrong with how it shows; null when it left the page. */
export function look(page: Page): Promise<Stop | null> {
  return page.evaluate(async () => {
    const element = document.activeElement
    // A field is moved clear of the bars in the frame after.
    if (element?.matches('input, textarea'))
      await new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())))
    if (!(element instanceof HTMLElement) || element === document.body) return null
    // What is on its way to how it looks with the focus, has arrived.
    for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish()
    const said = `${element.tagName.toLowerCase()} “${(element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60)}” ${element.getAttribute('class') ?? ''}`
    const problems: string[] = []
    const rest = (one: Element) => one.getAttribute('data-rest')
    const looks = (one: Element) => {
      const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor } = getComputedStyle(one)
      return JSON.stringify([
        outlineStyle === 'none' ? '' : `${outlineStyle} ${outlineWidth}`,
        boxShadow,
        borderColor,
        backgroundColor,
      ])
    }
    const around: Element[] = []
    for (let one: Element | null = element, up = 0; one && up < 4; one = one.parentElement, up++) around.push(one)
    if (element.nextElementSibling) around.push(element.nextElementSibling)
    if (element.dataset['stop'] !== undefined && !around.some((one) => rest(one) !== null && rest(one) !== looks(one)))
      problems.push(`${said} does not show that it has the focus`)
    // What is drawn for a box that is itself invisible is its label.
    const drawn =
      getComputedStyle(element).opacity === '0' || element.offsetWidth < 3
        ? (element.closest('label') ?? element.parentElement ?? element)
        : element
    const box = drawn.getBoundingClientRect()
    const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)]
    const [right, bottom] = [Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)]
    if (right - left < 1 || bottom - top < 1) problems.push(`${said} is out of view`)
    else {
      const shares = [0.5, 0.1, 0.9]
      const seen = shares.some((x) =>
        shares.some((y) => {
          const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y)
          return hit !== null && (drawn.contains(hit) || hit.contains(drawn))
        }),
      )
      if (!seen) problems.push(`${said} is covered`)
    }
    return { stop: Number(element.dataset['stop'] ?? -1), said, problems }
  })
}
