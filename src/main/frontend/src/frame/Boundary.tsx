import { Component, type ReactNode } from 'react'
import { Hindered } from '../shared/Hindered'
import { Page } from '../shared/Page'

interface BoundaryProps {
  /** The address of what is shown; another one begins anew. */
  at: string
  reload?: () => void
  children: ReactNode
}

interface Failure {
  at: string
  error: unknown
}

/**
 * Keeps a view that fails from taking the frame with it: one that cannot be drawn, or whose part of
 * the program is not there any more since Slipway was upgraded. The way to all other views stays.
 */
export class Boundary extends Component<BoundaryProps, Failure> {
  override state: Failure = { at: this.props.at, error: undefined }

  static getDerivedStateFromError(error: unknown): Partial<Failure> {
    return { error: error ?? new Error('The page could not be shown.') }
  }

  static getDerivedStateFromProps({ at }: BoundaryProps, state: Failure): Failure | null {
    return at === state.at ? null : { at, error: undefined }
  }

  override render() {
    if (this.state.error === undefined) return this.props.children
    return (
      <Page title="This view is not shown">
        <Hindered
          error={this.state.error}
          again={this.props.reload ?? (() => window.location.reload())}
          action="Load again"
        />
      </Page>
    )
  }
}
