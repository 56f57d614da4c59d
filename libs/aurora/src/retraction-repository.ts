import { DatabaseError, statementError } from './database-error.js';
import type { Query } from './decision-repository.js';
import type { RetractionRecord } from './retraction-record.js';
import { storableJson, storableText } from './storable.js';

/** Columns of `retractions` with their types, and the field of RetractionRecord that each holds. */
const columns: readonly (readonly [column: string, type: string, field: keyof RetractionRecord])[] = [
  ['id', 'uuid', 'id'],
  ['found_at', 'timestamptz', 'foundAt'],
  ['tenant_id', 'text', 'tenantId'],
  ['channel_id', 'text', 'channelId'],
  ['completed_by', 'text', 'completedBy'],
  ['message_ids', 'text[]', 'messageIds'],
  ['decision_ids', 'uuid[]', 'decisionIds'],
  ['topics', 'jsonb', 'topics'],
  ['hits', 'jsonb', 'hits'],
  ['actions', 'jsonb', 'actions'],
  ['reasons', 'text[]', 'reasons'],
  ['policy_version', 'text', 'policyVersion'],
  ['lexicon_version', 'text', 'lexiconVersion'],
  ['model_version', 'text', 'modelVersion'],
];

const names = columns.map(([column]) => column).join(', ');
const fields = columns.map(([column, , field]) => `${column} AS "${field}"`).join(', ');

const insertSql = `WITH inserted AS (
  INSERT INTO retractions (${names})
  SELECT ${columns.map(([column, , field]) => `"${field}" AS ${column}`).join(', ')}
  FROM json_to_recordset($1::json) AS given (${columns.map(([, type, field]) => `"${field}" ${type}`).join(', ')})
  ON CONFLICT (id) DO NOTHING
  RETURNING 1
)
SELECT count(*)::integer AS count FROM inserted`;

const ofMessageSql = `SELECT ${fields}
FROM retractions
WHERE tenant_id = $1 AND message_ids @> ARRAY[$2]
ORDER BY found_at, id
LIMIT 100`;

/** The table of retractions, with the rules of DecisionRepository. */
export class RetractionRepository {
  constructor(private readonly query: Query) {}

  /**
   * Inserts all rows or none, in one statement; a row whose id is there already is left as it is.
   * @returns how many were new
   * @throws DatabaseError; `isDataFault` says that a row is at fault
   */
  async insert(rows: readonly RetractionRecord[]): Promise<number> {
    if (rows.length === 0) return 0;
    const [{ count } = { count: 0 }] = await this.run<{ count: number }>('record retractions', insertSql, [
      jsonOf(rows),
    ]);
    return count;
  }

  /** The retractions that name a message of a tenant, oldest first, at most 100. */
  ofMessage({ tenantId, messageId }: { readonly tenantId: string; readonly messageId: string }) {
    const parameters = [storableText(tenantId), storableText(messageId)];
    return this.run<RetractionRecord>('list retractions', ofMessageSql, parameters);
  }

  private async run<Row>(doing: string, sql: string, parameters: unknown[]): Promise<Row[]> {
    try {
      return (await this.query(sql, parameters)) as Row[];
    } catch (error) {
      throw statementError(doing, error);
    }
  }
}

function jsonOf(rows: readonly RetractionRecord[]): string {
  try {
    return storableJson(JSON.stringify(rows));
  } catch (error) {
    throw new DatabaseError(`Retractions cannot be written as JSON: ${(error as Error).message}.`, '54001');
  }
}
