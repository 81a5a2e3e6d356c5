import type { Called } from '../model/use.ts';

/** GitHub's own actions: whoever can change them can change the runner too. */
const GITHUB = new Set(['actions', 'github']);

/**
 * Reads what `uses:` names: `./local`, `docker://image:tag`, `owner/name/path@ref`. `owner`
 * is the organisation that the workflow is of.
 */
export function called(text: string, owner: string): Called {
  if (text.startsWith('./')) return { text, pinned: true, foreign: false };
  if (text.startsWith('docker://')) {
    const image = text.slice('docker://'.length);
    return { text, repository: image, pinned: /@sha256:[0-9a-f]{64}$/.test(image), foreign: true };
  }
  const [path = '', ref = ''] = text.split('@');
  const [user = '', name = ''] = path.split('/');
  const foreign = !GITHUB.has(user.toLowerCase()) && user.toLowerCase() !== owner.toLowerCase();
  return { text, repository: `${user}/${name}`, pinned: /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(ref), foreign };
}

/** A file, or the folder of an action, in another repository of the same organisation. */
export interface Elsewhere {
  /** As `uses:` has it. */
  readonly text: string;
  /** `owner/name`, lower-cased: GitHub takes it without regard to case. */
  readonly repository: string;
  readonly ref: string;
  readonly path: string;
}

export function elsewhere({ text, repository }: Called, owner: string): Elsewhere | undefined {
  if (repository === undefined || text.startsWith('docker://')) return undefined;
  const [whole = '', ref = ''] = text.split('@');
  const [user = '', name = '', ...rest] = whole.split('/');
  if (user.toLowerCase() !== owner.toLowerCase() || name === '' || ref === '') return undefined;
  return { text, repository: `${user}/${name}`.toLowerCase(), ref, path: rest.join('/') };
}

/** Where a file is known by: the repository and ref that it is of, and nothing for the repository itself. */
export function originOf({ repository, ref }: Elsewhere): string {
  return `${repository}@${ref}`;
}

export function isWorkflow(path: string): boolean {
  return /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path);
}
