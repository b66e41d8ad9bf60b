import { type Fault, say } from '../../../kit/sentence.ts'
import { Phone } from '../../clients/schema.ts'
import type { Question } from '../../meeting-types/schema.ts'
import type { Answer, KeptAnswer } from '../schema/booking.ts'

/** As they are asked: what a meeting keeps of a question besides its answer. */
export type Asked = Pick<Question, 'key' | 'kind' | 'label' | 'required' | 'choices' | 'visibleTo'>

/** What a client answered, without what was left empty; or every fault, each at its pointer into the body. */
export function readAnswers(
  questions: readonly Asked[],
  given: readonly Answer[],
): { answers: KeptAnswer[]; faults: Fault[] } {
  const faults: Fault[] = []
  const answers: KeptAnswer[] = []
  for (const [index, { questionId }] of given.entries()) {
    const isKnown = questions.some(({ key }) => key === questionId)
    const isFirst = given.findIndex(each => each.questionId === questionId) === index
    if (!isKnown || !isFirst)
      faults.push({ pointer: `/answers/${index}/questionId`, detail: say('This is not asked here.') })
  }
  for (const question of questions) {
    const at = given.findIndex(({ questionId }) => questionId === question.key)
    const answer = given[at]?.answer
    const value = typeof answer === 'string' ? answer.trim() : answer
    const fault = faultOf(question, value)
    const { key, label, kind, visibleTo } = question
    if (fault) faults.push({ pointer: at < 0 ? '/answers' : `/answers/${at}/answer`, ...fault })
    else if (value !== undefined && value !== '')
      answers.push({ key, label, isTick: kind === 'checkbox', value: keptOf(question, value), visibleTo })
  }
  return { answers, faults }
}

const keptOf = ({ kind }: Asked, value: string | boolean): string =>
  kind === 'phone' ? Phone.parse(value) : String(value)

function faultOf(
  { kind, label, required, choices }: Asked,
  value: string | boolean | undefined,
): Omit<Fault, 'pointer'> | undefined {
  const isEmpty = value === undefined || value === '' || (kind === 'checkbox' && value === false)
  if (isEmpty)
    return required ? { detail: say('Please answer: {question}'), values: { question: label } } : undefined
  if (kind === 'checkbox') return value === true ? undefined : { detail: say('This must be true or false.') }
  if (typeof value !== 'string') return { detail: say('This must be a text.') }
  if (/[\0\p{Cs}]/u.test(value) || (kind !== 'long_text' && /\p{Cc}/u.test(value)))
    return { detail: say('There is a character in here that we cannot keep. Please type it again.') }
  if (kind === 'choice' && !choices.includes(value)) return { detail: say('Please choose one of these.') }
  if (kind === 'phone' && !Phone.safeParse(value).success)
    return { detail: say('Write the number with its country, such as +31 30 123 45 67.') }
  return undefined
}
