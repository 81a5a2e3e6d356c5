/** The database could not be opened or used as asked. The message says what to do next and never holds a password. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
}

/** Who has the database open may write there no more: what it writes would be lost, or do harm. */
export class NotOurs extends StoreError {}

/** The open file has no name any more: nobody else sees what is written there, and it ends with the process. */
export class ReplacedDatabase extends NotOurs {
  constructor(file: string) {
    super(
      `${file} is not the file any more that this process has open: it was deleted, moved or replaced. What was written since then is not in it. ` +
        'Put it back where it was moved or deleted by mistake, from the backup if need be, and start Handback again; stop it before the next time.',
    );
  }
}

/** What this version would write lacks what that one reads by. */
export class NewerDatabase extends NotOurs {
  constructor() {
    super(
      'The database was written by a newer Handback than this one, and older code could lose facts in it. ' +
        'Start the newer version again, or point this one at another database.',
    );
  }
}
