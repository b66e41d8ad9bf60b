import { clientRoute, type Route } from '../../http/route.ts'
import { enterJourney, submitStep } from './actions.ts'
import { getDoor, getJourney, getOwnSteps } from './queries.ts'
import { Journey, JourneyDoor, JourneyEntry, StepSubmission } from './schema.ts'

export const routes: Route[] = [
  clientRoute(
    'GET /public/journeys/:token',
    'journeys.walk',
    {
      about: 'What stands at the door of a journey. Changes nothing, since mail scanners open links.',
      answer: JourneyDoor,
    },
    ({ db, actor }) => getDoor(db, actor),
  ),
  clientRoute(
    'POST /public/journeys/:token/entry',
    'journeys.walk',
    {
      about: 'Enters the journey, or goes on where the client was, on whatever device.',
      body: JourneyEntry,
      answer: Journey,
    },
    async ({ db, actor, body }) => {
      await enterJourney(db, actor, body.language)
      return getJourney(db, actor, body.language)
    },
  ),
  clientRoute(
    'POST /public/journeys/:token/steps/:key',
    'journeys.walk',
    {
      about: 'Submits a step; the journey is completed with the last.',
      subject: async (db, actor, { key }) => (await getOwnSteps(db, actor)).find(step => step.key === key),
      body: StepSubmission,
      answer: Journey,
    },
    async ({ db, actor, subject, body }) => {
      await submitStep(db, actor, subject, body)
      return getJourney(db, actor, body.language)
    },
  ),
]
