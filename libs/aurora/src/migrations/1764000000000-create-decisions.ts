import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDecisions1764000000000 implements MigrationInterface {
  readonly name = 'CreateDecisions1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE decisions (
        id uuid PRIMARY KEY,
        decided_at timestamptz NOT NULL,
        tenant_id text NOT NULL,
        message_id text NOT NULL,
        sender_id text NOT NULL,
        channel_id text NOT NULL,
        content_kind text NOT NULL,
        audience text NOT NULL,
        action text NOT NULL,
        severity smallint NOT NULL,
        topics jsonb NOT NULL,
        hits jsonb NOT NULL,
        reasons text[] NOT NULL,
        degraded text[] NOT NULL,
        policy_version text NOT NULL,
        lexicon_version text NOT NULL,
        model_version text NOT NULL,
        sampled boolean NOT NULL,
        sent_at timestamptz,
        server_time_us integer NOT NULL,
        text text,
        redacted_text text,
        CONSTRAINT decisions_action_known CHECK (action IN ('ALLOW', 'REDACT', 'HOLD', 'BLOCK')),
        CONSTRAINT decisions_severity_range CHECK (severity BETWEEN 0 AND 7)
      )`);
    await runner.query(`
      COMMENT ON TABLE decisions IS
        'Verdicts that were recorded, one row per message and audience. text and redacted_text: where configured.'`);
    await runner.query(`CREATE INDEX decisions_latest_of_tenant ON decisions (tenant_id, decided_at DESC, id DESC)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE decisions`);
  }
}
