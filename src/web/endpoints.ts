import { type DeparturesOptions, departuresEndpoint } from './departures.ts';
import type { Endpoint } from './endpoint.ts';
import { type CollectorOptions, collectorEndpoint } from './event-collector.ts';
import { rateLimit } from './rate-limit.ts';
import { type ScimOptions, scimEndpoint } from './scim/scim.ts';

interface Options {
  readonly secrets: {
    readonly AUDIT_STREAM_TOKEN?: string | undefined;
    readonly SCIM_TOKEN?: string | undefined;
    readonly DEPARTURES_SECRET?: string | undefined;
  };
  readonly now: () => number;
  readonly directory: ScimOptions['directory'];
  readonly takeDeparture: DeparturesOptions['take'];
  readonly takeAuditLog: CollectorOptions['take'];
  readonly onError: (error: unknown, where: string) => void;
}

/** A first sync asks for every person one after the other; more than this is nobody's directory. */
const PACE = { perSecond: 25, burst: 250 };

/** Where other systems say who leaves, and who made what. An endpoint without its secret does not exist. */
export function endpoints({
  secrets,
  now,
  directory,
  takeDeparture,
  takeAuditLog,
  onError,
}: Options): readonly Endpoint[] {
  const { AUDIT_STREAM_TOKEN: token, SCIM_TOKEN, DEPARTURES_SECRET: secret } = secrets;
  const limit = () => rateLimit(now, PACE);
  return [
    ...(token ? [collectorEndpoint({ token, take: takeAuditLog, onError })] : []),
    ...(SCIM_TOKEN ? [scimEndpoint({ token: SCIM_TOKEN, limit: limit(), directory, onError })] : []),
    ...(secret ? [departuresEndpoint({ secret, limit: limit(), now, take: takeDeparture, onError })] : []),
  ];
}
