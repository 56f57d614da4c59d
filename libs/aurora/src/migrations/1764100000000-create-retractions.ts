import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateRetractions1764100000000 implements MigrationInterface {
  readonly name = 'CreateRetractions1764100000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE retractions (
        id uuid PRIMARY KEY,
        found_at timestamptz NOT NULL,
        tenant_id text NOT NULL,
        channel_id text NOT NULL,
        completed_by text NOT NULL,
        message_ids text[] NOT NULL,
        decision_ids uuid[] NOT NULL,
        topics jsonb NOT NULL,
        hits jsonb NOT NULL,
        actions jsonb NOT NULL,
        reasons text[] NOT NULL,
        policy_version text NOT NULL,
        lexicon_version text NOT NULL,
        model_version text NOT NULL
      )`);
    await runner.query(`
      COMMENT ON TABLE retractions IS
        'Messages taken back for what they say together. decision_ids: decisions.id, without a foreign key, since both
         are written in their own time and decisions may be deleted first.'`);
    await runner.query(`CREATE INDEX retractions_latest_of_tenant ON retractions (tenant_id, found_at DESC, id DESC)`);
    await runner.query(`CREATE INDEX retractions_messages ON retractions USING gin (message_ids)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE retractions`);
  }
}
