import { Link } from '@tanstack/react-router'
import type { Reply } from '#core/kit/contract.ts'
import type { syncApi } from '#core/sync/api.ts'
import { heading } from '#core/work-orders/labels.ts'
import { syncMarks } from '#ui/status.ts'
import { MarkBadge } from '#ui/StatusBadge.tsx'
import layout from '../kit/layout.module.css'
import styles from './Attention.module.css'
import { importedWord, importSum } from './import-words.ts'

type Imported = Reply<typeof syncApi.importUnsent>

/** What became of each item of the file. */
export function ImportResult({ imported }: { imported: Imported }) {
  const { member, commands, files } = imported
  return (
    <div className={layout.form} aria-live="polite">
      <p>
        <b>{`From the phone of ${member}: ${importSum(imported)}.`}</b>
      </p>
      <section className={styles.results} aria-label="What became of each">
        {commands.map((one) => (
          <div key={one.id} className={styles.result}>
            <div className={layout.grow}>
              <p>
                {one.workOrder ? (
                  <Link to="/work-orders/$id" params={{ id: one.workOrder }}>
                    {heading(one.type)}
                  </Link>
                ) : (
                  heading(one.type)
                )}
              </p>
              {one.sentence ? <p className={layout.detail}>{one.sentence}</p> : null}
            </div>
            <Outcome {...importedWord(one)} />
          </div>
        ))}
        {files.map((one) => (
          <div key={one.sha256} className={styles.result}>
            <div className={layout.grow}>
              <p>Photo or file</p>
              {one.sentence ? <p className={layout.detail}>{one.sentence}</p> : null}
            </div>
            <Outcome word={one.state === 'stored' ? 'On record' : 'Not taken'} isDone={one.state === 'stored'} />
          </div>
        ))}
      </section>
    </div>
  )
}

function Outcome({ word, isDone }: { word: string; isDone: boolean }) {
  return <MarkBadge mark={{ ...(isDone ? syncMarks.on_record : syncMarks.held), word }} look="plain" />
}
