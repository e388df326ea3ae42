import type { Priority } from '#core/work-orders/words.ts'
import { type CastSite, type CastTechnician, jobTypeNamed, sites } from '../cast.ts'
import type { DemoJobType } from '../data/job-types.ts'
import { type Scene, scenes } from '../data/scenes.ts'
import { fraction, oneOf } from '../seeded.ts'
import type { DemoOrder } from './orders.ts'

type Wish = { again?: boolean; longest: number; reactive?: boolean; planned?: boolean; only?: string }
export type Chosen = (
  name: string,
  who: CastTechnician,
  wish: Wish,
) => Pick<DemoOrder, 'scene' | 'jobType' | 'site' | 'asset' | 'priority'>

/** Something for this technician at a place of their region, not the same at the same place twice. */
export function chooser(): Chosen {
  const used = new Set<string>()
  const times = new Map<string, number>()
  return (name, who, wish) => {
    const pairs = scenes
      .filter((scene) => fits(scene, who, wish))
      .flatMap((scene) => placesFor(scene, who).map((site) => ({ scene, site })))
    const unused = pairs.filter(({ scene, site }) => !used.has(`${scene.key}/${site.id}`))
    const open = unused.length > 0 ? unused : pairs
    const shown = [...new Set(open.map((pair) => pair.scene))]
    const least = Math.min(...shown.map((one) => times.get(one.key) ?? 0))
    const scene = pick(
      `${name}/scene`,
      shown.filter((one) => (times.get(one.key) ?? 0) <= least + 1),
    )
    times.set(scene.key, (times.get(scene.key) ?? 0) + 1)
    const { site } = pick(
      `${name}/site`,
      open.filter((pair) => pair.scene === scene),
    )
    used.add(`${scene.key}/${site.id}`)
    const jobType = jobTypeNamed(scene.jobType)
    const assets = site.assets.filter((asset) => jobType.assets.includes(asset.kind))
    const asset = assets.length > 0 ? pick(`${name}/asset`, assets) : undefined
    return { scene, jobType, site, asset, priority: wish.planned ? jobType.priority : priorityOf(name, jobType) }
  }
}

function fits(scene: Scene, who: CastTechnician, wish: Wish): boolean {
  const jobType = jobTypeNamed(scene.jobType)
  if (wish.only) return scene.key === wish.only
  if (!who.trades.includes(jobType.trade) || scene.minutes[1] > wish.longest) return false
  if (wish.again && !scene.again) return false
  if (wish.reactive && jobType.kind !== 'reactive') return false
  return !wish.planned || (jobType.priority !== 'P1' && jobType.priority !== 'P2')
}

function placesFor(scene: Scene, who: CastTechnician): CastSite[] {
  const { trade } = jobTypeNamed(scene.jobType)
  const isHome = (site: CastSite) => trade === 'elevators' || site.zone === who.zone
  const places = sites.filter((site) => scene.at.includes(site.kind))
  const near = places.filter(isHome)
  return near.length > 0 ? near : places
}

function pick<T>(name: string, from: readonly T[]): T {
  const [first, ...rest] = from
  if (first === undefined) throw new Error(`nothing fits ${name}`)
  return oneOf(name, [first, ...rest])
}

function priorityOf(name: string, { priority, kind }: DemoJobType): Priority {
  if (kind !== 'reactive' || fraction(`${name}/priority`) > 0.25) return priority
  return priority === 'P2' ? 'P1' : priority === 'P3' ? 'P2' : priority === 'P4' ? 'P3' : priority
}
