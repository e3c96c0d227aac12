import { Component, type ReactNode } from 'react'

interface Props {
  /** Shown in place of the children when rendering them fails. */
  fallback: ReactNode
  children: ReactNode
}

/** Keeps an error in one user's text from taking the rest of the page with it. */
export class TextBoundary extends Component<Props, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  override render() {
    return this.state.hasFailed ? this.props.fallback : this.props.children
  }
}
