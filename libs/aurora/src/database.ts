import { DataSource, MigrationExecutor, type QueryRunner } from 'typeorm';
import { checkUrl, connectionError, statementError } from './database-error.js';
import { DecisionRepository } from './decision-repository.js';
import { silent, type Log } from './log.js';
import { migrations } from './migrations/index.js';
import { RetractionRepository } from './retraction-repository.js';

export interface DatabaseOptions {
  /** postgres://user:password@host:port/database, with `?sslmode=require` and the like where wanted. */
  readonly url: string;
  /** Most connections of this process: 4. */
  readonly poolSize?: number;
  /** Shown in pg_stat_activity: "breakwater". */
  readonly applicationName?: string;
  /** The server gives up on a statement after this time: 10 s. */
  readonly statementTimeoutMs?: number;
  /** Longest wait for a connection: 5 s. */
  readonly connectTimeoutMs?: number;
  readonly log?: Log;
}

/** Any number known to us alone; every process that migrates takes this lock first. */
const migrationLock = 7_305_421;

/** A pool of connections to one PostgreSQL database, and what is kept in it. */
export class Database {
  readonly decisions: DecisionRepository;
  readonly retractions: RetractionRepository;

  private constructor(private readonly source: DataSource) {
    const query = (sql: string, parameters: unknown[]): Promise<unknown> => this.source.query(sql, parameters);
    this.decisions = new DecisionRepository(query);
    this.retractions = new RetractionRepository(query);
  }

  /** See openDatabase. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const { log = silent } = options;
    checkUrl(options.url);
    const source = new DataSource({
      type: 'postgres',
      url: options.url,
      applicationName: options.applicationName ?? 'breakwater',
      poolSize: options.poolSize ?? 4,
      connectTimeoutMS: options.connectTimeoutMs ?? 5000,
      poolErrorHandler: (error: unknown) => log.warn({}, statementError('keep an idle connection', error).message),
      extra: { statement_timeout: options.statementTimeoutMs ?? 10_000, keepAlive: true },
      synchronize: false,
      installExtensions: false,
      logging: false,
      entities: [],
      migrations,
      migrationsTableName: 'schema_migrations',
    });
    try {
      await source.initialize();
    } catch (error) {
      throw connectionError(options.url, error);
    }
    return new Database(source);
  }

  /**
   * Brings the schema up to date, each migration in a transaction of its own. Any number of processes may call it at
   * once: one works, under an advisory lock, and the others wait for it.
   * @returns names of the migrations that this call ran
   * @throws DatabaseError; what ran before the failed migration stays
   */
  async migrate(): Promise<string[]> {
    return this.underMigrationLock(async (executor) => {
      const done = await executor.executePendingMigrations();
      return done.map(({ name }) => name);
    });
  }

  /** Takes the latest migration back, with the data it holds. For tests and for a person who knows. */
  async revertLatestMigration(): Promise<void> {
    await this.underMigrationLock((executor) => executor.undoLastMigration());
  }

  /** Asks the database for a sign of life. @throws DatabaseError */
  async ping(): Promise<void> {
    try {
      await this.source.query('SELECT 1');
    } catch (error) {
      throw statementError('answer', error);
    }
  }

  /** Closes every connection, after the statements that run now. A second call does nothing. */
  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  private async underMigrationLock<Result>(work: (executor: MigrationExecutor) => Promise<Result>): Promise<Result> {
    const runner = this.source.createQueryRunner();
    try {
      // Waiting for another process's migrations may take longer than a statement should.
      await runner.query('SET statement_timeout = 0');
      await runner.query('SELECT pg_advisory_lock($1)', [migrationLock]);
      try {
        const executor = new MigrationExecutor(this.source, runner);
        executor.transaction = 'each';
        return await work(executor);
      } finally {
        await this.unlock(runner);
      }
    } catch (error) {
      throw statementError('bring its schema up to date', error);
    } finally {
      await runner.release();
    }
  }

  private async unlock(runner: QueryRunner): Promise<void> {
    try {
      await runner.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
      await runner.query('RESET statement_timeout');
    } catch {
      // The connection is lost, and the lock with it; why, the error of the work itself tells.
    }
  }
}

/**
 * Connects. Afterwards lost connections are replaced on use, so that a database may come and go.
 * @throws DatabaseError in one sentence: host, port and cause, never the password.
 */
export function openDatabase(options: DatabaseOptions): Promise<Database> {
  return Database.open(options);
}
