import { Component, h, type ComponentType, type VNode } from 'preact'

/** A component that is drawn anew only when something that it is given is another thing. */
export function memo<P extends object>(Inner: ComponentType<P> | ((props: P) => VNode)) {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const before = this.props as Record<string, unknown>
      return Object.entries(next).some(([name, value]) => before[name] !== value)
    }
    override render() {
      return h(Inner as ComponentType<P>, this.props as P)
    }
  }
}
