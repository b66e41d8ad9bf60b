import { useEffect, useRef } from 'preact/hooks'

let isFirst = true

/** The page's one heading. A new page takes the focus here; a page just loaded leaves it where the browser put it. */
export function Heading({ text, lang }: { text: string; lang?: string }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (!isFirst) {
      scrollTo(0, 0)
      heading.current?.focus({ preventScroll: true })
    }
    isFirst = false
  }, [])
  useEffect(() => {
    document.title = text
  }, [text])
  return (
    <h1 ref={heading} tabIndex={-1} lang={lang}>
      {text}
    </h1>
  )
}
