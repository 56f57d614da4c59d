import { DatabaseError, statementError } from './database-error.js';
import type { Decision } from './decision.js';
import { storableJson, storableText } from './storable.js';

/** Runs one statement with parameters $1, $2, ... and answers its rows. */
export type Query = (sql: string, parameters: unknown[]) => Promise<unknown>;

/** Columns of `decisions` with their types, and the field of Decision that each holds. */
const columns: readonly (readonly [column: string, type: string, field: keyof Decision])[] = [
  ['id', 'uuid', 'id'],
  ['decided_at', 'timestamptz', 'decidedAt'],
  ['tenant_id', 'text', 'tenantId'],
  ['message_id', 'text', 'messageId'],
  ['sender_id', 'text', 'senderId'],
  ['channel_id', 'text', 'channelId'],
  ['content_kind', 'text', 'contentKind'],
  ['audience', 'text', 'audience'],
  ['action', 'text', 'action'],
  ['severity', 'smallint', 'severity'],
  ['topics', 'jsonb', 'topics'],
  ['hits', 'jsonb', 'hits'],
  ['reasons', 'text[]', 'reasons'],
  ['degraded', 'text[]', 'degraded'],
  ['policy_version', 'text', 'policyVersion'],
  ['lexicon_version', 'text', 'lexiconVersion'],
  ['model_version', 'text', 'modelVersion'],
  ['sampled', 'boolean', 'sampled'],
  ['sent_at', 'timestamptz', 'sentAt'],
  ['server_time_us', 'integer', 'serverTimeUs'],
  ['text', 'text', 'text'],
  ['redacted_text', 'text', 'redactedText'],
];

const names = columns.map(([column]) => column).join(', ');
const fields = columns.map(([column, , field]) => `${column} AS "${field}"`).join(', ');

// One JSON parameter for the whole batch: the statement is the same for every number of rows, and JSON.stringify is
// several times faster than binding 22 parameters a row.
const insertSql = `WITH inserted AS (
  INSERT INTO decisions (${names})
  SELECT ${columns.map(([column, , field]) => `"${field}" AS ${column}`).join(', ')}
  FROM json_to_recordset($1::json) AS given (${columns.map(([, type, field]) => `"${field}" ${type}`).join(', ')})
  ON CONFLICT (id) DO NOTHING
  RETURNING 1
)
SELECT count(*)::integer AS count FROM inserted`;

const lastSql = `SELECT ${fields}
FROM decisions
WHERE tenant_id = $1
ORDER BY decided_at DESC, id DESC
LIMIT $2`;

const countSql = `SELECT count(*)::integer AS count FROM decisions WHERE tenant_id = $1`;

/** Most decisions that one call reads. */
const mostRows = 1000;

/**
 * The table of decisions. Every method that reads takes a tenant; the default tenant is the empty string. U+0000 and
 * lone surrogates, which PostgreSQL cannot keep, are stored as U+FFFD.
 */
export class DecisionRepository {
  constructor(private readonly query: Query) {}

  /**
   * Inserts all rows or none, in one statement; a row whose id is there already is left as it is.
   * @returns how many were new
   * @throws DatabaseError; `isDataFault` says that a row is at fault
   */
  async insert(rows: readonly Decision[]): Promise<number> {
    if (rows.length === 0) return 0;
    const [{ count } = { count: 0 }] = await this.run<{ count: number }>('record decisions', insertSql, [jsonOf(rows)]);
    return count;
  }

  /**
   * The latest decisions of a tenant, newest first.
   * @throws RangeError for a limit outside 1 to 1,000
   */
  async last({ tenantId, limit }: { readonly tenantId: string; readonly limit: number }): Promise<Decision[]> {
    if (!Number.isInteger(limit) || limit < 1 || limit > mostRows) {
      throw new RangeError(`limit is ${limit}; give a whole number from 1 to ${mostRows}.`);
    }
    return this.run<Decision>('list decisions', lastSql, [storableText(tenantId), limit]);
  }

  /** How many decisions of a tenant there are. Reads the tenant's part of an index: slow past some millions. */
  async count(tenantId: string): Promise<number> {
    const [{ count } = { count: 0 }] = await this.run<{ count: number }>('count decisions', countSql, [
      storableText(tenantId),
    ]);
    return count;
  }

  private async run<Row>(doing: string, sql: string, parameters: unknown[]): Promise<Row[]> {
    try {
      return (await this.query(sql, parameters)) as Row[];
    } catch (error) {
      throw statementError(doing, error);
    }
  }
}

function jsonOf(rows: readonly Decision[]): string {
  try {
    return storableJson(JSON.stringify(rows));
  } catch (error) {
    // Longer than a string can be, or a date that is none: fewer rows may do. PostgreSQL's code for too complex.
    throw new DatabaseError(`Decisions cannot be written as JSON: ${(error as Error).message}.`, '54001');
  }
}
