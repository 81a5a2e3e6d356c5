// Who makes a request, and the tokens they make it with.
import type { App, Installation, Repository } from './model.ts';
import type { Permissions, TokenGrant, User } from './records.ts';

export type Token =
  | {
      kind: 'installation';
      installation: Installation;
      permissions: Permissions;
      repositories?: Repository[];
      expiresAt: number;
    }
  | { kind: 'user'; user: User; expiresAt?: number; fineGrained?: TokenGrant };

export type Caller = Token | { kind: 'app'; app: App } | { kind: 'nobody' };
