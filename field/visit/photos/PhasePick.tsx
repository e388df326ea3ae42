import { type PhotoPhase, photoPhases } from '#core/work-orders/words.ts'
import { phaseWords } from '../../words.ts'
import styles from './Photos.module.css'

/** The phase that new photos get. */
export function PhasePick({ value, onChange }: { value: PhotoPhase; onChange: (phase: PhotoPhase) => void }) {
  return (
    <fieldset className={styles.phases}>
      <legend className="sr-only">Phase of the next photos</legend>
      {photoPhases.map((phase) => (
        <label key={phase}>
          <input type="radio" name="phase" checked={phase === value} onChange={() => onChange(phase)} />
          {phaseWords[phase]}
        </label>
      ))}
    </fieldset>
  )
}
