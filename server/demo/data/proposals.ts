/** What agreements ask for: where, the key of the job type, and the days from today on it is due. */
export type DemoProposal = { key: string; site: string; work: string; source: string; from: number; to: number }

export const proposed: DemoProposal[] = [
  {
    key: 'clinic-filters',
    site: 'Clinic St. Matthews',
    work: 'filters',
    source: 'Agreement with Ohio Valley Family Clinics, each quarter',
    from: -2,
    to: 5,
  },
  {
    key: 'school-lights',
    site: 'Riverside Middle School',
    work: 'emergency_lights',
    source: 'Agreement with Falls Community School Trust, each month',
    from: 1,
    to: 10,
  },
  {
    key: 'hotel-elevator',
    site: 'Lantern Hotel Riverfront',
    work: 'elevator_service',
    source: 'Agreement with Lantern Hotels, twice a year',
    from: 7,
    to: 28,
  },
]
