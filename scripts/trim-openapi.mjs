// Cuts GitHub's own descriptions of its API and its webhooks down to what the stand-in GitHub serves and sends, and
// writes demo/github/description/api.json and webhooks.json. Run it after a new route or event, and to follow GitHub:
//
//   npm install --prefix DIR --ignore-scripts @octokit/openapi@23.0.2 @octokit/openapi-webhooks@12.1.0
//   npx node scripts/trim-openapi.mjs DIR
//
// The two packages (MIT: description/LICENSE) are 400 MB and so no dependency of ours. ghec.json describes all of
// api.github.com and the audit log besides. Prose and examples go; every `$ref` that is still reachable stays.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { events } from '../demo/github/events.ts';
import { routes } from '../demo/github/rest/routes.ts';

const packages = process.argv[2];
if (!packages) throw new Error('Say where the two packages are installed: see the top of this file.');
const target = new URL('../demo/github/description/', import.meta.url);

const api = read('openapi');
const paths = {};
for (const name of Object.keys(routes)) {
  const [method, path] = name.split(' ');
  const operation = api.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`GitHub's description has no ${name}`);
  paths[path] ??= {};
  paths[path][method.toLowerCase()] = stripped(operation);
}
write('api.json', { paths, components: reachable(api, paths) });

const hooks = read('openapi-webhooks');
const webhooks = {};
for (const name of events) {
  if (!hooks.webhooks[name]) throw new Error(`GitHub's description has no webhook ${name}`);
  webhooks[name] = { post: { requestBody: stripped(hooks.webhooks[name].post.requestBody) } };
}
write('webhooks.json', { webhooks, components: reachable(hooks, webhooks) });

function read(name) {
  return JSON.parse(readFileSync(join(packages, 'node_modules/@octokit', name, 'generated/ghec.json'), 'utf8'));
}

function write(name, document) {
  const text = JSON.stringify(document);
  writeFileSync(new URL(name, target), `${text}\n`);
  console.log(`${name}: ${(text.length / 1024).toFixed(0)} KB`);
}

/**
 * Without prose: a member called "description" or "title" goes when it is text, not when it is a schema of that name.
 */
function stripped(value) {
  if (Array.isArray(value)) return value.map(stripped);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, member]) => !isProse(key, member));
  return Object.fromEntries(kept.map(([key, member]) => [key, stripped(member)]));
}

function isProse(key, member) {
  if (['description', 'summary', 'title', 'example'].includes(key)) return typeof member !== 'object';
  return ['examples', 'externalDocs', 'x-octokit', 'example', 'tags', 'headers'].includes(key) && !isSchema(member);
}

function isSchema(member) {
  return (
    typeof member === 'object' &&
    member !== null &&
    ('type' in member || '$ref' in member || 'oneOf' in member || 'anyOf' in member)
  );
}

/** The components that the roots point to, and those that these point to, and so on. */
function reachable(document, roots) {
  const found = {};
  const visit = (value) => {
    if (typeof value !== 'object' || value === null) return;
    const [, , kind, name] = typeof value.$ref === 'string' ? value.$ref.split('/') : [];
    if (kind && !found[kind]?.[name]) {
      found[kind] ??= {};
      found[kind][name] = stripped(document.components[kind][name]);
      visit(found[kind][name]);
    }
    for (const member of Object.values(value)) visit(member);
  };
  visit(roots);
  return found;
}
