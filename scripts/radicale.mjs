import { existsSync } from 'node:fs'

const places = ['/usr/bin/radicale', '/usr/local/bin/radicale', '/opt/homebrew/bin/radicale']

/** The system's Radicale, the calendar server that the tests of calendars talk to. */
export const findRadicale = () => places.find(place => existsSync(place))
