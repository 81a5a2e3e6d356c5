import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { type HttpProxy, isProxyAddress, proxyOf } from './model/proxy.ts';
import { isServerHost } from './model/server.ts';

const Minutes = z.coerce.number('must be a number of minutes').positive('must be more than 0');

function whole(says: string, least: number, most: number) {
  return z.coerce.number(says).int(says).min(least, says).max(most, says);
}

/** Everything Handback reads from the environment; the README has the same table. */
const Environment = z.object({
  APP_ID: z.string('is missing').regex(/^\d+$/, 'must be the number that GitHub gave the App').transform(Number),
  PRIVATE_KEY: z
    .string()
    .refine(
      (text) => asPem(text).includes('PRIVATE KEY'),
      'is not the PEM that GitHub gave you; the path of its file belongs into PRIVATE_KEY_PATH',
    )
    .optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  WEBHOOK_SECRET: z
    .string('is missing')
    .min(16, 'needs at least 16 characters: anybody who guesses it can send us events')
    .refine((secret) => secret !== 'development', 'must not be the default'),
  AUDIT_STREAM_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'needs at least 16 characters and no space: anybody who guesses it can say who made what')
    .optional(),
  SCIM_TOKEN: z
    .string()
    .regex(/^\S{16,}$/, 'needs at least 16 characters and no space: anybody who guesses it can say who left')
    .optional(),
  SCIM_ORG: z.string().optional(),
  DEPARTURES_SECRET: z
    .string()
    .min(16, 'needs at least 16 characters: anybody who guesses it can say who left')
    .optional(),
  FINGERPRINT_KEY: z
    .string()
    .regex(/^[\da-f]{64}$/i, 'needs 64 hexadecimal digits (openssl rand -hex 32)')
    .optional(),
  FINGERPRINT_KEY_REPLACED: z.string().optional(),
  DATA_DIR: z.string().default('.data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional(),
  GHE_HOST: z
    .string()
    .refine(
      isServerHost,
      'is the name of the host alone, such as github.acme.example or acme.ghe.com; leave it out for github.com',
    )
    .optional(),
  GHE_PROTOCOL: z.enum(['https', 'http']).default('https'),
  HTTPS_PROXY: z
    .string()
    .refine(
      isProxyAddress,
      'must be the address of an HTTP proxy, such as http://proxy.acme.example:3128 (signs in a password escaped: %40 for @); there is no SOCKS',
    )
    .optional(),
  NO_PROXY: z.string().optional(),
  HOST: z.string().default('0.0.0.0'),
  PORT: whole('must be a port, up to 65535', 0, 65_535).default(3000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SWEEP_MINUTES: Minutes.default(360),
  PROVE_MINUTES: Minutes.default(60),
  RECONCILE_MINUTES: Minutes.default(5),
  CONCURRENCY: whole('must be a whole number from 1 to 64', 1, 64).default(4),
  THROTTLE: z.enum(['on', 'off']).default('on'),
  /** Whom Handback may ask at all, where a policy wants issuers asked. */
  ISSUERS: z.enum(['all', 'github']).default('all'),
});
export type Config = z.infer<typeof Environment>;

/**
 * Where the ledger is, and which server its links lead to: all that commands such as `plan`
 * need, which talk to no GitHub.
 */
const LEDGER = { DATA_DIR: true, GHE_HOST: true, GHE_PROTOCOL: true } as const;
const Storage = Environment.pick(LEDGER).extend({ DATABASE_URL: z.string().optional() });
export type StorageConfig = z.infer<typeof Storage>;

/** The way out: all that `register` needs. */
const WayOut = Environment.pick({ HTTPS_PROXY: true, NO_PROXY: true });

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export type Env = Readonly<Record<string, string | undefined>>;

/** Node's own reader says of a folder that it is no string, and of a file that it may not read that it is not there. */
export function readableFile(file: string): string {
  try {
    readFileSync(file);
    return file;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(`The file ${file} cannot be read (${code}). Let this user read it, or move it away.`);
  }
}

/** Throws `ConfigError` naming every variable that is missing or wrong, never its value. */
export function readConfig(environment: Env): Config {
  const given = nonEmpty(environment);
  return check(Environment.safeParse(given), together(given));
}

export function readStorageConfig(environment: Env): StorageConfig {
  return check(Storage.safeParse(nonEmpty(environment)), []);
}

export function readProxy(environment: Env): HttpProxy | undefined {
  const { HTTPS_PROXY, NO_PROXY } = check(WayOut.safeParse(nonEmpty(environment)), []);
  return proxyOf(HTTPS_PROXY, NO_PROXY);
}

/** What no single variable can be wrong about. */
function together({ PRIVATE_KEY, PRIVATE_KEY_PATH, DATABASE_URL, FINGERPRINT_KEY }: Env): readonly string[] {
  const key = 'is missing: set it, or PRIVATE_KEY_PATH to the .pem file that GitHub gave you';
  const print =
    'is needed with DATABASE_URL: all workers must know the same value again (openssl rand -hex 32, and keep it)';
  return [
    ...(PRIVATE_KEY === undefined && PRIVATE_KEY_PATH === undefined ? [`PRIVATE_KEY: ${key}`] : []),
    ...(DATABASE_URL !== undefined && FINGERPRINT_KEY === undefined ? [`FINGERPRINT_KEY: ${print}`] : []),
  ];
}

function check<T>(parsed: z.ZodSafeParseResult<T>, more: readonly string[]): T {
  if (parsed.success && more.length === 0) return parsed.data;
  const wrong = parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  const problems = [...wrong, ...more].map((problem) => `  ${problem}`);
  throw new ConfigError(
    `Handback cannot start, because its configuration is missing or wrong:\n${problems.join('\n')}\nSet these in the environment or in the file .env; README.md, "Configuration", says what each is for. Is no App registered yet? \`npx handback register --org LOGIN\` writes what it needs.`,
  );
}

/** An empty variable is a missing one: that is how people switch a line of a .env file off. */
function nonEmpty(environment: Env): Env {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  // Written small they come first for git, curl and Node as well.
  const small = ['HTTPS_PROXY', 'NO_PROXY'].filter((name) => given[name.toLowerCase()] !== undefined);
  return { ...given, ...Object.fromEntries(small.map((name) => [name, given[name.toLowerCase()]])) };
}

export async function readPrivateKey({
  PRIVATE_KEY,
  PRIVATE_KEY_PATH = '',
}: Pick<Config, 'PRIVATE_KEY' | 'PRIVATE_KEY_PATH'>): Promise<string> {
  if (PRIVATE_KEY !== undefined) return checkedKey('PRIVATE_KEY', asPem(PRIVATE_KEY));
  const text = await readFile(PRIVATE_KEY_PATH, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError(
      `The private key of the App cannot be read: PRIVATE_KEY_PATH names ${PRIVATE_KEY_PATH} (${error.code}). Name the .pem file that GitHub gave you.`,
    );
  });
  return checkedKey(`PRIVATE_KEY_PATH names ${PRIVATE_KEY_PATH}, which`, text);
}

/** One-line forms of it, as env files and dashboards like them, are common. */
function asPem(text: string): string {
  const decoded = Buffer.from(text, 'base64').toString();
  return decoded.includes('PRIVATE KEY') ? decoded : text.replaceAll('\\n', '\n');
}

/**
 * GitHub gives RSA keys alone. With anything else every request would fail, and look like a
 * GitHub that does not answer.
 */
function checkedKey(variable: string, pem: string): string {
  try {
    if (createPrivateKey(pem).asymmetricKeyType === 'rsa') return pem;
  } catch {
    // The reason may quote the key.
  }
  throw new ConfigError(
    `${variable} holds no private key of a GitHub App: that is an RSA key in PEM, whole (in .env in quotes, or with \\n for its line ends) and without a password. Take the .pem file that GitHub gave you, or make a new key in the App's settings.`,
  );
}
