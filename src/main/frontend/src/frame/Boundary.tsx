import { Component, type ReactNode } from 'react'
import { Hindered } from '../shared/Hindered'
import { Page } from '../shared/Page'
import { NotLoaded } from '../shared/part'

interface BoundaryProps {
  /** The address of what is shown; another one begins anew. */
  at: string
  reload?: () => void
  children: ReactNode
}

interface Failure {
  at: string
  error: unknown
  /** Whether the part of the program that did not come was asked for once more. */
  retried: boolean
}

/**
 * Keeps a view that fails from taking the frame with it: one that cannot be drawn, or whose part of
 * the program did not come. The way to all other views stays, and so does what the page holds: a part
 * is asked for anew before the whole page is, as on coming back.
 */
export class Boundary extends Component<BoundaryProps, Failure> {
  override state: Failure = { at: this.props.at, error: undefined, retried: false }

  static getDerivedStateFromError(error: unknown): Partial<Failure> {
    return { error: error ?? new Error('The page could not be shown.') }
  }

  static getDerivedStateFromProps({ at }: BoundaryProps, state: Failure): Failure | null {
    return at === state.at ? null : { at, error: undefined, retried: false }
  }

  override componentDidCatch(error: unknown) {
    if (error instanceof NotLoaded) error.forget()
  }

  override render() {
    if (this.state.error === undefined) return this.props.children
    const { error, retried } = this.state
    return (
      <Page title="This view is not shown">
        {error instanceof NotLoaded && !retried ? (
          <Hindered error={error} again={() => this.setState({ error: undefined, retried: true })} />
        ) : (
          <Hindered
            error={error}
            again={this.props.reload ?? (() => window.location.reload())}
            action="Load again"
          />
        )}
      </Page>
    )
  }
}
