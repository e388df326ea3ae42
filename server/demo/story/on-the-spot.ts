import { addMinutes } from '#core/kit/time.ts'
import { jobTypeId } from '../cast.ts'
import { perform } from '../perform.ts'
import { sectionsOf, tasksOf } from '../rows.ts'
import { mustApply } from '../telling.ts'
import { firstVisit, type Story, usual } from './story.ts'

/** Asked for on the spot by somebody we do not know yet. */
export async function madeOnPhone(story: Story): Promise<void> {
  const { order, say, album } = story
  const { who, scene, raisedAt } = order
  const visit = firstVisit(story)
  const base = { visit, technician: who.id }
  const phone = '(502) 555-0148'
  const raised = say(raisedAt, 'raise', {
    details: {
      customer: null,
      site: null,
      assets: [],
      contact: { id: null, name: 'Mrs. Halvorsen', phone },
      kind: 'reactive',
      priority: 'P2',
      title: 'Burst hose under the sink, next door',
      description: 'Neighbor of the last job came over, water in her kitchen.',
      jobType: jobTypeId(order.jobType),
      requestedAt: raisedAt,
      targetAt: null,
      reference: '',
      accessNotes: '',
    },
    reported: {
      customer: 'Halvorsen, next to Ruth Delacroix',
      site: '1236 Everett Ave, Louisville',
      contact: 'Mrs. Halvorsen',
      phone,
      zone: who.zone,
    },
    zone: who.zone,
    tasks: tasksOf(order.jobType),
    sections: sectionsOf(order.jobType),
    formVersion: 1,
    requires: { signOff: true, photosBefore: 1, photosAfter: 0 },
    provisional: `${who.code}-0012`,
    origin: 'field',
    at: raisedAt,
  })
  const opened = say(raisedAt, 'open_visit', { ...base, at: raisedAt })
  mustApply(order.name, [raised, opened], await story.phone(who, addMinutes(raisedAt, 55), raised, opened))
  await perform(story, album, {
    ...usual(story, { visit, start: raisedAt, crew: [who] }),
    scene: {
      ...scene,
      parts: [
        ['PL-608', 2],
        ['PF-510', 1],
      ],
    },
    depart: addMinutes(raisedAt, 1),
    drive: 2,
    minutes: 45,
    late: 30,
    note: 'Braided hose had burst at the crimp. Changed both and the stop valve.',
    done: 'Both supply hoses and the stop valve replaced. Dry.',
    signer: 'A. Halvorsen',
  })
}
