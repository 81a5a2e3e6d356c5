import { z } from 'zod';
import { API_VERSION, GitHubFailure } from './github.ts';

/** What GitHub tells once, when an App has been registered from a manifest: the App and all its keys. */
const Conversion = z.object({
  id: z.number(),
  name: z.string(),
  html_url: z.url(),
  pem: z.string().includes('PRIVATE KEY'),
  webhook_secret: z.string().min(1),
});
export type Conversion = z.infer<typeof Conversion>;

/** https://docs.github.com/rest/apps/apps#create-a-github-app-from-a-manifest: each code works once, for an hour. */
export async function convertManifest(apiUrl: string, code: string): Promise<Conversion> {
  const route = 'POST /app-manifests/{code}/conversions';
  const response = await ask(`${apiUrl}/app-manifests/${encodeURIComponent(code)}/conversions`, route);
  if (response.status !== 201) {
    throw new GitHubFailure(
      `${route}: GitHub answered ${response.status}. A code works once and for an hour; register again.`,
      response.status,
    );
  }
  // The answer is full of secrets: name what is missing, never what is there, as the parser of JSON does.
  const parsed = Conversion.safeParse(await response.json().catch(() => ({})));
  if (parsed.success) return parsed.data;
  const missing = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
  throw new GitHubFailure(
    `${route}: GitHub's answer lacks ${missing}. Delete the new App on GitHub and try again.`,
    201,
  );
}

async function ask(url: string, route: string): Promise<Response> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: {
        accept: 'application/vnd.github+json',
        'user-agent': 'handback',
        'x-github-api-version': API_VERSION,
      },
      redirect: 'error',
      signal: AbortSignal.timeout(30_000),
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    throw new GitHubFailure(`${route}: no answer from GitHub (${why}).`, 0);
  }
}
