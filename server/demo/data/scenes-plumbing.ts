import type { Scene } from './scenes.ts'

export const plumbingScenes: Scene[] = [
  {
    key: 'leak-joint', at: ['apartments', 'offices'], jobType: 'leak', title: 'Leak under the basement ceiling', asked: 'Water drips from the basement ceiling onto the electric meters.',
    found: 'Pinhole at the elbow of the 3/4 cold line, old solder joint. Moved 3 ft of pipe away from the meters.',
    done: 'Leaking section replaced, pressure held for 20 minutes. Ceiling needs to dry before it is closed.',
    minutes: [55, 100], parts: [['PF-502', 3], ['PF-506', 2], ['PF-508', 1]], before: 'pipe-leak', after: 'pipe-repaired',
  },
  {
    key: 'leak-riser', at: ['apartments', 'senior'], jobType: 'leak', title: 'Water running in the stair shaft', asked: 'Tenant on the third floor hears water behind the wall, and there is a wet patch.',
    found: 'Clamp on the 1 in riser had let go. Riser is thin all the way, told the caretaker it is on its last legs.',
    done: 'Riser repaired with a new section between the second and third floor. The rest of the riser should be replaced: quote follows.',
    minutes: [90, 160], parts: [['PF-503', 6], ['PF-509', 2]], before: 'pipe-leak', after: 'pipe-repaired',
    again: { reason: 'access', note: 'Valve is in the apartment on 3 and nobody is home. Clamp holds for now.', parts: [['PF-503', 6], ['PF-509', 2]], done: 'Section of the riser replaced, clamp removed, pressure tested.' },
  },
  {
    key: 'leak-valve', at: ['apartments', 'school', 'hotel', 'senior', 'church'], jobType: 'leak', title: 'Ball valve drips in the plant room', asked: 'Caretaker put a bucket under it, fills in a day.',
    found: 'Stem packing worn out. Changed the valve, isolating upstream held.',
    done: 'Ball valve replaced, dry.',
    minutes: [35, 60], parts: [['PF-511', 1], ['PF-508', 2]], before: 'pipe-leak', after: 'pipe-repaired',
  },
  {
    key: 'leak-frost', at: ['home'], jobType: 'leak', title: 'Hose bib split by frost', asked: 'Water in the crawl space since the frost on Sunday.',
    found: 'Hose left on, split 8 in inside the wall.',
    done: 'Frost-free hose bib fitted and sloped to drain. Please take the hose off in winter.',
    minutes: [45, 75], parts: [['PL-620', 1], ['PF-504', 4]], before: 'pipe-leak', after: 'pipe-repaired',
  },
  {
    key: 'heater-element', at: ['home'], jobType: 'water_heater', title: 'Lukewarm water', asked: 'Hot water is gone after one shower.',
    found: 'Lower element open, 2 in of scale. Flushed the tank.',
    done: 'Lower heating element replaced and tank flushed. 120 degrees at the tap.',
    minutes: [50, 85], parts: [['WH-402', 1], ['WH-404', 1]], before: 'heater-leak', after: 'heater-new',
  },
  {
    key: 'heater-pilot', at: ['bakery'], jobType: 'water_heater', title: 'Water heater goes out at night', asked: 'Pilot is out every morning, staff relight it.',
    found: 'Thermocouple 9 mV under load, combustion air screen full of lint.',
    done: 'Thermocouple replaced and air intake cleaned. Flame is steady.',
    minutes: [40, 65], parts: [['BP-101', 1]], before: 'heater-leak', after: 'heater-new',
  },
  {
    key: 'heater-mixing', at: ['school', 'clinic'], jobType: 'water_heater', title: 'Water too hot at the wash basins', asked: 'Taps in the children’s washroom are too hot. Basins are closed off.',
    found: '138 at the basin. Mixing valve stuck, full of scale.',
    done: 'Mixing valve replaced and set to 105 degrees. Basins may be used again.',
    minutes: [60, 95], parts: [['WH-412', 1]], before: 'heater-leak', after: 'heater-new',
    again: { reason: 'parts', note: 'Mixing valve stuck at 138. Shut off hot at the basins. Valve comes tomorrow.', parts: [['WH-412', 1]], done: 'Mixing valve replaced, 105 degrees at every basin.' },
  },
  {
    key: 'drain-kitchen', at: ['bakery', 'hotel', 'senior', 'school'], jobType: 'drain', title: 'Kitchen floor drain backs up', asked: 'Water stands in front of the wash-up, they open at 5.',
    found: 'Grease 12 ft in. Grease trap has not been emptied for a while.',
    done: 'Drain cleared with the cable and flushed. Have the grease trap emptied this month.',
    minutes: [45, 80], parts: [['PL-614', 1]], before: 'drain-blocked', after: 'drain-clear',
  },
  {
    key: 'drain-stack', at: ['apartments'], jobType: 'drain', title: 'Toilet blocked on two floors', asked: 'Apartments 4 and 8, same stack. Neighbors use the toilet on the first floor.',
    found: 'Wipes at the offset of the stack. Got two buckets out.',
    done: 'Stack cleared and looked at with the camera: pipe is sound.',
    minutes: [70, 110], parts: [['PL-614', 1], ['PL-615', 1]], before: 'drain-blocked', after: 'drain-clear',
  },
  {
    key: 'drain-roots', at: ['home'], jobType: 'drain', title: 'Slow drains in the whole house', asked: 'Everything drains slowly, gurgles when the washer runs.',
    found: 'Roots 38 ft out at the clay joint. Opened it, will come back without lining.',
    done: 'Main drain opened and flushed. Camera shows roots at 38 ft: the joint should be lined.',
    minutes: [80, 120], parts: [['PL-614', 1], ['PL-615', 1]], before: 'drain-blocked', after: 'drain-clear',
    again: { reason: 'approval', note: 'Roots at 38 ft. Lining is 2,400, customer wants to talk to the family first.', parts: [], done: 'Customer decided against the lining for now. Drain flushed once more, runs.' },
  },
  {
    key: 'backflow-year', at: ['warehouse'], jobType: 'backflow', title: 'Backflow preventer test', asked: 'Yearly test, letter from the water company with the date.',
    found: 'All good on the gauge.',
    done: 'Backflow preventer tested and passed. Report filed with the water company.',
    minutes: [30, 50], parts: [['PL-617', 1]], before: 'backflow-gauge', after: 'backflow-gauge',
  },
  {
    key: 'backflow-kit', at: ['warehouse'], jobType: 'backflow', title: 'Backflow test, relief valve drips', asked: 'Yearly test. It drips on the floor since last week.',
    found: 'Check 1 held only 3.1. Rubber kit changed, 7.4 after.',
    done: 'Repair kit fitted, then tested and passed. Report filed.',
    minutes: [55, 85], parts: [['PL-616', 1], ['PL-617', 1]], before: 'backflow-gauge', after: 'backflow-gauge',
  },
]
