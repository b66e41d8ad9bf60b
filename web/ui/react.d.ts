import 'react'

declare module 'react' {
  /** Numbers and texts that a style sheet reads by `var(--name)`. */
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined
  }
}
