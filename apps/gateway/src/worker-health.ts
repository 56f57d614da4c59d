/** What one worker knows about itself. */
export class WorkerHealth {
  /** Whether calls are answered: true from ready to the first moment of a shutdown. */
  serving = false;

  constructor(private readonly database: { readonly connected: boolean }) {}

  /** Whether decisions reach the database. */
  get databaseReachable(): boolean {
    return this.database.connected;
  }
}
