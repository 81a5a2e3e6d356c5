/** What somebody asks for in a comment, parsed and not yet judged. */
export type Command =
  | { readonly name: 'help' }
  /** Without a credential: the case. */
  | { readonly name: 'claim'; readonly credential?: string }
  | { readonly name: 'owner'; readonly credential: string; readonly login: string }
  | { readonly name: 'rotated'; readonly credential: string; readonly because: string }
  | {
      readonly name: 'except';
      readonly credential: string;
      readonly repositories: string;
      readonly until: string;
      readonly because: string;
    }
  | {
      readonly name: 'break-glass';
      readonly credential: string;
      readonly incident: IncidentAddress;
      readonly because: string;
    }
  | { readonly name: 'revoke'; readonly credential: string }
  | { readonly name: 'approve'; readonly id: string }
  | { readonly name: 'cancel'; readonly id: string }
  /** Id of a credential, or name of a repository. */
  | { readonly name: 'keep'; readonly line: string; readonly because: string }
  | { readonly name: 'attest' };

export interface IncidentAddress {
  readonly owner: string;
  readonly repository: string;
  readonly issue: number;
}

/** One line that speaks to Handback. */
export type Spoken =
  | { readonly understood: true; readonly command: Command }
  /** Why not, and what to write instead: text of ours, with what came from the comment escaped. */
  | { readonly understood: false; readonly why: string };

/** How each command is written; the order is the one of the help. */
export const FORMS: Readonly<Record<Command['name'], { readonly form: string; readonly does: string }>> = {
  claim: { form: 'claim [CREDENTIAL]', does: 'take this case in hand; or answer for one credential yourself' },
  owner: { form: 'owner CREDENTIAL @login', does: 'say who answers for it' },
  rotated: { form: 'rotated CREDENTIAL because REASON', does: 'attest that its old value is of no use any more (P0)' },
  except: {
    form: 'except CREDENTIAL in REPOSITORY until YYYY-MM-DD because REASON',
    does: 'let it stand until that day, in repositories of that name or pattern',
  },
  'break-glass': {
    form: 'break-glass CREDENTIAL for INCIDENT because REASON',
    does: 'let it stand for a day at most, while that issue of this organisation is open',
  },
  revoke: { form: 'revoke CREDENTIAL', does: 'ask for it to be deleted or revoked by Handback' },
  approve: { form: 'approve REQUEST', does: 'let somebody else’s request be carried out' },
  cancel: { form: 'cancel ID', does: 'take back a request, or end an exception' },
  keep: {
    form: 'keep CREDENTIAL|REPOSITORY because REASON',
    does: 'in an access review: say that this line shall stay; not of what you made, hold or can write to yourself',
  },
  attest: { form: 'attest', does: 'in an access review: say that you looked through all of it, and close it' },
  help: { form: 'help', does: 'show this' },
};
