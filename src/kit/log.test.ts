import { expect, test } from 'vitest'
import { createLog, describeAnswer, redactPath } from './log.ts'

function linesOf(work: (log: ReturnType<typeof createLog>) => void): string {
  let said = ''
  work(createLog('info', { write: line => void (said += line) }))
  return said
}

test.each([
  ['/i/s3cret?x=1', '/i/…'],
  ['/join/s3cret', '/join/…'],
  ['/b/s3cret/cancel', '/b/…/cancel'],
  ['/setup/s3cret', '/setup/…'],
  ['/api/v1/public/journeys/s3cret/entry', '/api/v1/public/journeys/…/entry'],
  ['/api/v1/public/member-invitations/s3cret', '/api/v1/public/member-invitations/…'],
  ['/reset-password/s3cret', '/reset-password/…'],
  ['/api/v1/%70ublic/journeys/s3cret/entry', '/api/v1/%70ublic/journeys/…/entry'],
  ['/%69/s3cret', '/%69/…'],
  ['/%/s3cret', '/%/s3cret'],
  ['/g/mortgages', '/g/mortgages'],
  ['/api/v1/clients?search=anna', '/api/v1/clients'],
])('the log writes %s as %s', (url, written) => {
  expect(redactPath(url)).toBe(written)
})

test('an answered request leaves its id, path, status and the ids of who asked', () => {
  const request = { id: 'r1', method: 'GET', url: '/api/v1/clients?search=anna' }
  const said = linesOf(log =>
    log.info(
      describeAnswer(request, { statusCode: 200, elapsedTime: 1.26 }, { organizationId: 'o', memberId: 'm' }),
      'answered',
    ),
  )
  expect(JSON.parse(said)).toMatchObject({
    requestId: 'r1',
    path: '/api/v1/clients',
    status: 200,
    durationMs: 1.3,
    memberId: 'm',
  })
  expect(said).not.toContain('anna')
})

test('an error of the database names the constraint and keeps the row to itself', () => {
  const error = Object.assign(new Error('duplicate key value'), {
    code: '23505',
    severity: 'ERROR',
    detail: 'Key (email)=(anna@example.org) already exists.',
    constraint: 'client_email',
  })
  const said = linesOf(log => log.error({ err: error }, 'failed'))
  expect(said).toContain('client_email')
  expect(said).not.toContain('anna')
})

test('an error that quotes a mail address leaves it out, also in its cause', () => {
  const refused = new Error('550 <anna@example.org> unknown')
  const said = linesOf(log => log.error({ err: new Error('mail failed', { cause: refused }) }, 'failed'))
  expect(said).toContain('550 <…@…> unknown')
  expect(said).not.toContain('anna')
})
