import { ANY_NAME, type UseRisk } from '../model/use.ts';
import { isDumped } from './dumps.ts';
import { keylessWay } from './keyless.ts';
import { kept, type ReadUse } from './read-use.ts';

/** What a person should change about the uses of one repository, each with what to write instead. */
export function risksOf(uses: readonly ReadUse[]): readonly UseRisk[] {
  return (
    uses
      // What a called job takes from its environment is told of what is passed to it.
      .filter(({ what, fromEnvironment }) => what === 'secret' && fromEnvironment === undefined)
      .flatMap((use) => [...unpinned(use), ...every(use), ...keys(use), ...dumps(use)])
  );
}

/**
 * https://docs.github.com/actions/reference/security/secure-use: a tag or branch can be
 * moved to code that keeps what it gets.
 */
function unpinned(use: ReadUse): UseRisk[] {
  const { receiver } = use;
  if (receiver.kind !== 'action' && receiver.kind !== 'workflow') return [];
  const { called } = receiver;
  if (called.pinned || !called.foreign) return [];
  const docker = called.text.startsWith('docker://');
  return [
    {
      risk: 'unpinned-action',
      use: kept(use),
      says: `${named(use)} is handed to ${called.text}, which its owner can change at any time`,
      instead: docker
        ? `name the image by its digest: ${called.text.replace(/:[^:/]+$/, '')}@sha256:…`
        : `name it by a full commit: ${called.text.split('@')[0]}@<40 hexadecimal digits>`,
    },
  ];
}

function every(use: ReadUse): UseRisk[] {
  if (use.name !== ANY_NAME) return [];
  const { receiver } = use;
  const inherited = receiver.kind === 'workflow' && use.as === undefined;
  return [
    {
      risk: 'every-secret',
      use: kept(use),
      says: `every secret of the repository and the organisation that the job can reach is handed on${inherited ? ' by `secrets: inherit`' : ''}`,
      instead: 'name the secrets that are needed, one by one',
    },
  ];
}

function keys(use: ReadUse): UseRisk[] {
  const way = keylessWay(use);
  if (way === undefined) return [];
  const says = `${named(use)} is a key that lasts; ${way.issuer} accepts GitHub’s own short-lived identity in its place`;
  return [{ risk: 'static-cloud-key', use: kept(use), says, instead: way.instead }];
}

function dumps(use: ReadUse): UseRisk[] {
  if (!isDumped(use)) return [];
  return [
    {
      risk: 'secret-dump',
      use: kept(use),
      says: `${named(use)} is printed: GitHub hides the exact value in logs, and not a changed form of it`,
      instead: 'take the line out, and replace the secret if a log of it was kept',
    },
  ];
}

function named({ name }: ReadUse): string {
  return name === ANY_NAME ? 'a secret whose name is computed' : name;
}
