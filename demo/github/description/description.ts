// GitHub's own description of its API and webhooks, trimmed to what the stand-in serves (scripts/trim-openapi.mjs).
import { readFileSync } from 'node:fs';
import { type Fill, filler, type Schema } from './fill.ts';

export interface Operation {
  operationId: string;
  parameters?: unknown[];
  requestBody?: unknown;
  responses: Record<string, { $ref?: string; content?: Record<string, { schema?: Schema }> }>;
  'x-github'?: { enabledForGitHubApps?: boolean; githubCloudOnly?: boolean };
}

export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>;
  components: Record<string, Record<string, unknown>>;
}

export interface WebhookDocument {
  webhooks: Record<string, { post: { requestBody: { content: { 'application/json': { schema: Schema } } } } }>;
  components: Record<string, Record<string, unknown>>;
}

export const readApi = (): ApiDocument => readJson('./api.json') as ApiDocument;
export const readWebhooks = (): WebhookDocument => readJson('./webhooks.json') as WebhookDocument;

const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));

/** The name under which the description knows an event: "deploy_key" + "created" -> "deploy-key-created". */
export const webhookName = (event: string, action: unknown): string =>
  (typeof action === 'string' ? `${event}-${action}` : event).replaceAll('_', '-');

export class Description {
  readonly #api = readApi();
  readonly #webhooks = readWebhooks();
  readonly #fillAnswer: Fill;
  readonly #fillWebhook: Fill;

  constructor(url: string) {
    this.#fillAnswer = filler(this.#api, url);
    this.#fillWebhook = filler(this.#webhooks, url);
  }

  /** `route` is "GET /repos/{owner}/{repo}". An undescribed answer is left as it is. */
  fillAnswer(route: string, status: number, body: unknown): unknown {
    const [method = '', path = ''] = route.split(' ');
    const answer = this.#api.paths[path]?.[method.toLowerCase()]?.responses[status];
    const schema = answer?.content?.['application/json']?.schema;
    return schema ? this.#fillAnswer(schema, body) : body;
  }

  fillWebhook(event: string, payload: Record<string, unknown>): unknown {
    const described = this.#webhooks.webhooks[webhookName(event, payload['action'])];
    if (!described) throw new Error(`GitHub's description has no webhook ${webhookName(event, payload['action'])}`);
    return this.#fillWebhook(described.post.requestBody.content['application/json'].schema, payload);
  }
}
