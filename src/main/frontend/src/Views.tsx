import { IconMapPinOff } from '@tabler/icons-react'
import { Suspense } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import { Board } from './board/Board'
import { routes } from './routes'
import { Message } from './shared/Message'
import { Page } from './shared/Page'
import { part } from './shared/part'
import { Skeletons } from './shared/Skeletons'

const PlanPage = part(() => import('./plan/PlanPage'))
const DeploymentPage = part(() => import('./deployment/DeploymentPage'))
const DeploymentsPage = part(() => import('./deployment/DeploymentsPage'))
const EndpointPage = part(() => import('./endpoint/EndpointPage'))
const PlaygroundPage = part(() => import('./playground/PlaygroundPage'))
const ApprovalsPage = part(() => import('./approvals/ApprovalsPage'))
const DriftPage = part(() => import('./drift/DriftPage'))
const AuditPage = part(() => import('./audit/AuditPage'))
const SettingsPage = part(() => import('./settings/SettingsPage'))
const LocalPage = part(() => import('./local/LocalPage'))

/** Which view an address shows. Each is loaded when it is first looked at. */
export function Views() {
  return (
    <Suspense fallback={<Skeletons rows={4} height={80} />}>
      <Routes>
        <Route path="/" element={<Navigate to={routes.board} replace />} />
        <Route path={routes.signIn} element={<Navigate to={routes.board} replace />} />
        <Route path={routes.board} element={<Board />} />
        <Route path={routes.plan} element={<PlanPage />} />
        <Route path={routes.deployments} element={<DeploymentsPage />} />
        <Route path={routes.deployment(':id')} element={<DeploymentPage />} />
        <Route path={routes.endpoint(':endpoint')} element={<EndpointPage />} />
        <Route path={routes.playground} element={<PlaygroundPage />} />
        <Route path={routes.approvals} element={<ApprovalsPage />} />
        <Route path={routes.drift} element={<DriftPage />} />
        <Route path={routes.audit} element={<AuditPage />} />
        <Route path={`${routes.settings}/*`} element={<SettingsPage />} />
        <Route path={routes.local} element={<LocalPage />} />
        <Route
          path="*"
          element={
            <Page title="Nothing is here">
              <Message icon={IconMapPinOff} title="The address leads to no view">
                It may have been typed wrongly, or what it led to is gone.
              </Message>
            </Page>
          }
        />
      </Routes>
    </Suspense>
  )
}
