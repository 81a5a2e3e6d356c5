import type { FindingConfidence } from '../model/finding.ts';

interface Judged {
  readonly confidence: FindingConfidence;
}

const MADE_UP_PATH =
  /(?:^|[/_.-])(?:tests?|specs?|__tests__|testdata|test-?data|fixtures?|mocks?|__mocks__|examples?|samples?|e2e)(?:[/_.-]|$)|(?:^|\/)(?:[\w.-]*[_.-])?(?:docs?|vendor|node_modules|site-packages|dist-packages|bower_components|third_party)\/|\.(?:md|mdx|rst|adoc)$/i;
const LOCK_FILE =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|go\.sum|Cargo\.lock|Gemfile\.lock|poetry\.lock|Pipfile\.lock|composer\.lock|flake\.lock|uv\.lock|mix\.lock|packages\.lock\.json)$/i;

/**
 * What the place says about findings: a lock file holds hashes, not secrets, and tests and
 * documents mostly show made-up values.
 */
export function adjust<T extends Judged>(found: readonly T[], path: string | undefined): readonly T[] {
  if (path === undefined) return found;
  if (LOCK_FILE.test(path)) return found.filter((finding) => finding.confidence !== 'low');
  if (!MADE_UP_PATH.test(path)) return found;
  return found.map((finding) => ({ ...finding, confidence: finding.confidence === 'high' ? 'medium' : 'low' }));
}
