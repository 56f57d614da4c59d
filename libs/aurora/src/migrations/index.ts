import { CreateDecisions1764000000000 } from './1764000000000-create-decisions.js';
import { CreateRetractions1764100000000 } from './1764100000000-create-retractions.js';

/** Every migration, oldest first. A new one goes to the end; one that was released is never changed. */
export const migrations = [CreateDecisions1764000000000, CreateRetractions1764100000000];
