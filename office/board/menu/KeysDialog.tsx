import { Modal } from '@mantine/core'
import { useFocusBack } from '../../kit/focus-back.ts'
import { keyGroups } from './keys.ts'
import styles from './Menu.module.css'

/** All keys and what the pointer does with a key held. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  useFocusBack()
  return (
    <Modal opened onClose={onClose} title="Keys" size={760} closeButtonProps={{ 'aria-label': 'Close' }}>
      <div className={styles.keys}>
        {keyGroups.map(({ name, lines }) => (
          <section key={name}>
            <h3>{name}</h3>
            <dl>
              {lines.map(({ keys, words }) => (
                <div key={words}>
                  <dt>
                    {keys.map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{words}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  )
}
