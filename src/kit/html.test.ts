import { expect, test } from 'vitest'
import { html, jsonInHtml } from './html.ts'

test('what somebody wrote stays text, wherever it stands in a page', () => {
  const name = `<img src=x onerror="alert(1)"> & 'co'`
  expect(html`<p title="${name}">${name}</p>`.markup).not.toMatch(/<img|"alert|'co/)
  expect(html`${[html`<b>1</b>`, html`<b>${'<2>'}</b>`]}${null}`.markup).toBe('<b>1</b><b>&lt;2&gt;</b>')
})

test('data in a page cannot end the script that carries it, and is read as it was', () => {
  const data = { name: '</script><script>alert(1)</script><!--' }
  const written = jsonInHtml(data)
  expect(written).not.toContain('<')
  expect(JSON.parse(written)).toEqual(data)
})
