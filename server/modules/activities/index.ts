export { activity, activityOutcome, type Activity, type Participant } from './activity.ts'
export { activities } from './module.ts'
export { tellPeople, type Telling } from './told.ts'
export { nextStepsOfAll } from './next-step.ts'
