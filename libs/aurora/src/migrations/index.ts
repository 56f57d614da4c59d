import { CreateDecisions1764000000000 } from './1764000000000-create-decisions.js';

/** Every migration, oldest first. A new one goes to the end; one that was released is never changed. */
export const migrations = [CreateDecisions1764000000000];
