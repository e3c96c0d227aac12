import { Component, type ReactNode } from 'react'

interface Props {
  /** Shown in place of the children when rendering them fails. */
  fallback: ReactNode
  children: ReactNode
}

/** Catches an error in rendering one user's text, so that the rest of the page stays. */
export class TextBoundary extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    return this.state.hasFailed ? this.props.fallback : this.props.children
  }
}
