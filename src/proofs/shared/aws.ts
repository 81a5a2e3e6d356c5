import { AwsV4Signer } from 'aws4fetch';
import type { Answer, Probe } from '../../model/issuer.ts';
import type { Secret } from '../../model/secret.ts';
import type { Instant } from '../../model/time.ts';
import type { ProofWorld } from '../proof-kind.ts';
import type { Told } from './beside.ts';

interface Partition {
  readonly host: string;
  readonly region: string;
}

/**
 * Each knows its own accounts only, and a key ID does not show whose it is. Those that the
 * Internet does not reach are left out.
 */
const PARTITIONS: readonly [Partition, ...Partition[]] = [
  { host: 'sts.us-east-1.amazonaws.com', region: 'us-east-1' },
  { host: 'sts.us-gov-west-1.amazonaws.com', region: 'us-gov-west-1' },
  { host: 'sts.cn-north-1.amazonaws.com.cn', region: 'cn-north-1' },
  { host: 'sts.eusc-de-east-1.amazonaws.eu', region: 'eusc-de-east-1' },
];

/**
 * "The X.509 certificate or AWS access key ID provided does not exist in our records" (STS,
 * "Common Errors"): deleted, or inactive.
 */
const DEAD: Answer = { status: [403], contains: ['InvalidClientTokenId'] };

/** `sts:GetCallerIdentity`, which every key may ask and which tells no more than whose it is. */
export interface AwsQuestion {
  readonly proof: string;
  readonly keyId: string;
  readonly secretKey: string;
  /** How the request is called in the ledger: nothing of it may be of use to anybody. */
  readonly called: string;
  readonly live: Answer;
}

export interface AwsAnswer extends Told {
  /** The partition that let this very key in before, so that its refusal is the issuer's. */
  readonly isHome: boolean;
}

/**
 * Asks where the key was let in before; else in every partition, until one lets it in: dead is what all of them refuse.
 */
export async function askAws(world: ProofWorld, value: Secret, question: AwsQuestion): Promise<AwsAnswer> {
  const at = async (partition: Partition, isHome = false): Promise<AwsAnswer> => {
    const { status, verdict, date } = await world.ask(await probeAt(partition, question, world.now), value);
    return { verdict, isHome, asked: { request: requestAt(partition, question), status, ...(date ? { date } : {}) } };
  };
  const home = homeOf(world, question);
  if (home !== undefined) return at(home, true);
  const [first, ...others] = PARTITIONS;
  let told = await at(first);
  for (const partition of others) {
    if (told.verdict === 'live') break;
    const next = await at(partition);
    if (next.verdict !== 'dead') told = next;
  }
  return told;
}

/** Whether a look saw this very key let in. */
export function wasLetIn({ before }: ProofWorld, question: AwsQuestion): boolean {
  return homeOf({ before }, question) !== undefined;
}

function homeOf({ before }: Pick<ProofWorld, 'before'>, question: AwsQuestion): Partition | undefined {
  const letIn = before.filter(({ proof, result }) => proof === question.proof && result === 'alive');
  const requests = new Set(letIn.map(({ asked }) => asked.request));
  return PARTITIONS.find((partition) => requests.has(requestAt(partition, question)));
}

function requestAt({ host }: Partition, { called }: AwsQuestion): string {
  return `POST https://${host}/ GetCallerIdentity (${called})`;
}

async function probeAt({ host, region }: Partition, question: AwsQuestion, now: Instant): Promise<Probe> {
  const url = `https://${host}/`;
  const body = 'Action=GetCallerIdentity&Version=2011-06-15';
  const { headers } = await new AwsV4Signer({
    method: 'POST',
    url,
    body,
    service: 'sts',
    region,
    accessKeyId: question.keyId,
    secretAccessKey: question.secretKey,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    // "20261121T120000Z"
    datetime: new Date(now).toISOString().replace(/[:-]|\.\d{3}/g, ''),
  }).sign();
  return { method: 'POST', url, body, headers: Object.fromEntries(headers), live: question.live, dead: DEAD };
}
