import type { Called } from '../model/use.ts';

/** GitHub's own actions: whoever can change them can change the runner too. */
const GITHUB = new Set(['actions', 'github']);

/** Reads what `uses:` names: `./local`, `docker://image:tag`, `owner/name/path@ref`. `owner` is the organisation that the workflow is of. */
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
