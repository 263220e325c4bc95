import { Navigate, NavLink, Route, Routes } from 'react-router'
import { routes } from '../routes'
import { Page } from '../shared/Page'
import { AccountPart } from './AccountPart'
import { AccountsPart } from './AccountsPart'
import { EnvironmentPart } from './EnvironmentPart'
import { EnvironmentsPart } from './EnvironmentsPart'
import { EditEnvironment } from './profile/EditEnvironment'
import classes from './Settings.module.css'
import { WebhookPart } from './WebhookPart'
import { WebhooksPart } from './WebhooksPart'

const PARTS = [
  { path: 'environments', label: 'Environments' },
  { path: 'accounts', label: 'Service accounts' },
  { path: 'webhooks', label: 'Webhooks' },
]

/** What Slipway itself is set to. */
export default function SettingsPage() {
  return (
    <Page title="Settings" lead="Where versions go, who may send them, and who is told.">
      <nav className={classes.parts} aria-label="Parts of the settings">
        {PARTS.map((part) => (
          <NavLink key={part.path} to={`${routes.settings}/${part.path}`} className={classes.part ?? ''}>
            {part.label}
          </NavLink>
        ))}
      </nav>
      <Routes>
        <Route path="environments" element={<EnvironmentsPart />} />
        <Route path="environments/:environment" element={<EnvironmentPart />} />
        <Route path="environments/:environment/change" element={<EditEnvironment />} />
        <Route path="accounts" element={<AccountsPart />} />
        <Route path="accounts/:account" element={<AccountPart />} />
        <Route path="webhooks" element={<WebhooksPart />} />
        <Route path="webhooks/:webhook" element={<WebhookPart />} />
        <Route path="*" element={<Navigate to={`${routes.settings}/environments`} replace />} />
      </Routes>
    </Page>
  )
}
