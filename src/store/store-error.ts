/** The database could not be opened or used as asked. The message says what to do next and never holds a password. */
export class StoreError extends Error {
  override readonly name: string = 'StoreError';
}

/** What this version would write lacks what that one reads by. */
export class NewerDatabase extends StoreError {
  override readonly name = 'NewerDatabase';

  constructor() {
    super(
      'The database was written by a newer Handback than this one, and older code could lose facts in it. ' +
        'Start the newer version again, or point this one at another database.',
    );
  }
}
