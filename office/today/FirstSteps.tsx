import { Link } from '@tanstack/react-router'
import { Panel } from '#ui/office/Page.tsx'
import { useMay } from '../kit/me.ts'
import styles from './TodayPage.module.css'

/** What a new company does first, while nobody can be sent anywhere yet. */
export function FirstSteps() {
  const mayPeople = useMay('people.edit')
  const mayCustomers = useMay('customers.edit')
  return (
    <Panel title="First steps" flush id="first-steps">
      <ol className={styles.steps}>
        {mayPeople ? (
          <li>
            <Link to="/people">Add technicians</Link>, so that there is somebody to send.
          </li>
        ) : null}
        {mayPeople ? (
          <li>
            <Link to="/settings">Set job types, rates and tax</Link>, so that work is priced as it is done.
          </li>
        ) : null}
        {mayCustomers ? (
          <li>
            <Link to="/customers">Add a customer with a site</Link>, or do it while they are on the phone.
          </li>
        ) : null}
        <li>
          <Link to="/raise">Raise the first work order.</Link>
        </li>
      </ol>
    </Panel>
  )
}
