type Values = Record<string, unknown>

/**
 * The part of ICU MessageFormat that our messages use (names, numbers, plural, select, # and quoting), in the place of the package of that
 * name, which alone would be a third of what a phone may have to fetch. A test holds the two equal.
 */
export class IntlMessageFormat {
  readonly #message: string
  readonly #locale: string
  constructor(message: string, locale: string) {
    this.#message = message
    this.#locale = locale
  }
  format(values: Values = {}) {
    return new Reading(this.#message, this.#locale, values).text(undefined)
  }
}

/** Goes through a message once, saying each part as it comes; the branches that are not meant are said and dropped. */
class Reading {
  readonly #message: string
  readonly #locale: string
  readonly #values: Values
  #at = 0

  constructor(message: string, locale: string, values: Values) {
    this.#message = message
    this.#locale = locale
    this.#values = values
  }

  /** @param count what # stands for, inside a plural. */
  text(count: number | undefined): string {
    let said = ''
    for (let char = this.#message[this.#at]; char && char !== '}'; char = this.#message[this.#at]) {
      if (char === '{') said += this.#argument(count)
      else if (char === "'") said += this.#quoted(count !== undefined)
      else {
        this.#at += 1
        said += char === '#' && count !== undefined ? this.#number(count) : char
      }
    }
    return said
  }

  /** '' is one apostrophe, '{ begins what is meant as it stands, and any other is itself. */
  #quoted(isPlural: boolean) {
    const next = this.#message[this.#at + 1] ?? ''
    if (next === "'") {
      this.#at += 2
      return "'"
    }
    if (next === '' || !(isPlural ? '{}#' : '{}').includes(next)) {
      this.#at += 1
      return "'"
    }
    const rest = this.#message.slice(this.#at + 1)
    const [quoted = ''] = /^(?:[^']|'')*/.exec(rest) ?? []
    this.#at += quoted.length + 2
    return quoted.replaceAll("''", "'")
  }

  #number(value: unknown) {
    return new Intl.NumberFormat(this.#locale).format(Number(value))
  }

  #word() {
    const [whole = '', word = ''] = /^\s*([^\s,{}]*)\s*,?\s*/.exec(this.#message.slice(this.#at)) ?? []
    this.#at += whole.length
    return word
  }

  /** {name}, {count, number}, {count, plural, one {…} other {…}} or {kind, select, a {…} other {…}} */
  #argument(outer: number | undefined) {
    this.#at += 1
    const value = this.#values[this.#word()]
    const kind = this.#word()
    const count = kind === 'plural' ? Number(value) : outer
    const branches = new Map<string, string>()
    while (this.#message[this.#at] !== '}') {
      const name = this.#word()
      if (this.#message[this.#at] !== '{') throw new SyntaxError(this.#message)
      this.#at += 1
      branches.set(name, this.text(count))
      this.#at += 1
      this.#at += /^\s*/.exec(this.#message.slice(this.#at))?.[0].length ?? 0
    }
    this.#at += 1
    if (kind === '') return String(value)
    if (kind === 'number') return this.#number(value)
    if (kind !== 'plural') return branches.get(String(value)) ?? branches.get('other') ?? ''
    const category = new Intl.PluralRules(this.#locale).select(Number(value))
    return branches.get(`=${String(value)}`) ?? branches.get(category) ?? branches.get('other') ?? ''
  }
}
