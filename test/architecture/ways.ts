import { posix } from 'node:path';

/** One import that a file could make, and whether DESIGN §3 allows it. */
export interface Way {
  readonly name: string;
  readonly file: string;
  readonly target: string;
  readonly text: string;
  readonly allowed: boolean;
}

// DESIGN §3 once more, written the other way round: what a folder may import beside itself.
// `lint/borders.grit` must agree.
const PLUGINS = ['sources', 'evidence', 'departures', 'actions', 'remediations', 'proofs'];
const EDGES = [...PLUGINS, 'store', 'queue', 'web'];
const BELOW_JOBS = [
  'model',
  'detect',
  'attribute',
  'policy',
  'workflows',
  'history',
  'github',
  'git',
  'store',
  'queue',
  ...PLUGINS,
];
const MAY = new Map<string, readonly string[]>([
  ['model', []],
  ['detect', ['model']],
  ['attribute', ['model']],
  ['policy', ['model']],
  ['workflows', ['model']],
  ...EDGES.map((edge): [string, string[]] => [edge, ['model', 'github', 'git']]),
  ['github', ['model']],
  ['git', ['model']],
  ['history', ['model', 'detect', 'git']],
  ['scan', ['model', 'detect', 'history', 'git']],
  ['jobs', BELOW_JOBS],
  ['cli', [...BELOW_JOBS, 'jobs', 'web', 'scan']],
]);

/** The folders of src/ that a law speaks of. */
export const FOLDERS: readonly string[] = [...MAY.keys()];

/** Folders of `src/<name>/` may go this deep; `lint/borders.grit` sees no deeper. */
export const DEPTHS: readonly string[] = ['', 'deep/', 'deep/deeper/'];

const FORMS = new Map<string, (path: string) => string>([
  ['value', (path) => `import { target } from '${path}';\n\nexport const used = target;\n`],
  ['type', (path) => `import type { target } from '${path}';\n\nexport type Used = typeof target;\n`],
  ['dynamic', (path) => `export const used = import('${path}');\n`],
  ['type-of', (path) => `export type Used = typeof import('${path}');\n`],
  ['detour', (path) => `import { target } from './${path}';\n\nexport const used = target;\n`],
]);

export function allWays(): readonly Way[] {
  return [...betweenFolders(), ...toTheShell(), ...pastTheLists(), ...fromTheDemo()];
}

function* betweenFolders(): Generator<Way> {
  for (const [from, may] of MAY) {
    for (const to of FOLDERS) {
      const allowed = to === from || may.includes(to);
      for (const depth of DEPTHS) yield way(`src/${from}/${depth}`, `src/${to}/index.ts`, allowed);
      if (to === from) continue;
      for (const form of FORMS.keys()) yield way(`src/${from}/`, `src/${to}/index.ts`, allowed, form);
    }
  }
}

function* toTheShell(): Generator<Way> {
  for (const from of FOLDERS) {
    for (const depth of DEPTHS) {
      for (const to of ['src/main.ts', 'src/app.ts', 'src/cli.ts', 'src/cli/scan.ts', 'demo/main.ts', 'test/a.ts']) {
        yield way(`src/${from}/${depth}`, to, from === 'cli');
      }
    }
  }
}

function* pastTheLists(): Generator<Way> {
  for (const depth of DEPTHS) {
    for (const folder of [...PLUGINS, 'detect/rules']) {
      yield way(`src/jobs/${depth}`, `src/${folder}/one-plug-in.ts`, false);
      yield way(`src/jobs/${depth}`, `src/${folder}/index.ts`, true);
    }
    for (const contract of [
      'sources/source.ts',
      'evidence/evidence-kind.ts',
      'departures/departure-source.ts',
      'actions/action.ts',
      'remediations/remediation.ts',
      'proofs/proof-kind.ts',
      'detect/rule.ts',
    ]) {
      yield way(`src/jobs/${depth}`, `src/${contract}`, true);
    }
  }
}

function* fromTheDemo(): Generator<Way> {
  for (const form of FORMS.keys()) {
    yield way('demo/', 'src/model/case.ts', true, form);
    for (const from of ['demo/', 'demo/scenes/']) yield way(from, 'src/store/store.ts', false, form);
    for (const from of ['demo/github/', 'demo/github/rest/']) yield way(from, 'src/model/case.ts', false, form);
  }
  yield way('demo/', 'demo/github/main.ts', true);
  yield way('demo/', 'test/support/make.ts', false);
}

function way(folder: string, target: string, allowed: boolean, form = 'value'): Way {
  const file = `${folder}from-here-to-${target.replaceAll(/[/.]/g, '-')}-${form}.ts`;
  const path = posix.relative(posix.dirname(file), target);
  const text = FORMS.get(form)?.(path.startsWith('.') ? path : `./${path}`) ?? '';
  return { name: `${folder} -> ${target} (${form})`, file, target, text, allowed };
}
