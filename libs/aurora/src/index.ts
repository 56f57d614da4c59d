/** PostgreSQL for Breakwater: an embedded server, migrations, the table of decisions and the recorder that fills it. */
export { DatabaseError } from './database-error.js';
export { openDatabase, type Database, type DatabaseOptions } from './database.js';
export {
  DecisionRecorder,
  type NewRetraction,
  type DecisionDatabase,
  type DecisionRecorderOptions,
  type DrainResult,
} from './decision-recorder.js';
export type { DecisionRepository } from './decision-repository.js';
export type { Decision, DecisionHit } from './decision.js';
export type { RetractionRecord } from './retraction-record.js';
export type { RetractionRepository } from './retraction-repository.js';
export type { Log } from './log.js';
export { EmbeddedPostgresError } from './embedded/embedded-postgres-error.js';
export {
  embeddedPostgresExists,
  findEmbeddedPostgres,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded/embedded-postgres.js';
