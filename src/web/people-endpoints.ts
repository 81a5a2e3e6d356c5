import { type DeparturesOptions, departuresEndpoint } from './departures.ts';
import type { Endpoint } from './endpoint.ts';
import { rateLimit } from './rate-limit.ts';
import { type ScimOptions, scimEndpoint } from './scim/scim.ts';

interface PeopleOptions {
  readonly secrets: { readonly SCIM_TOKEN?: string | undefined; readonly DEPARTURES_SECRET?: string | undefined };
  readonly now: () => number;
  readonly directory: ScimOptions['directory'];
  readonly take: DeparturesOptions['take'];
  readonly onError: (error: unknown, where: string) => void;
}

/** A first sync asks for every person one after the other; more than this is nobody's directory. */
const PACE = { perSecond: 25, burst: 250 };

/** Where other systems say who leaves. An endpoint without its secret does not exist. */
export function peopleEndpoints({ secrets, ...rest }: PeopleOptions): readonly Endpoint[] {
  const { SCIM_TOKEN, DEPARTURES_SECRET } = secrets;
  const limit = () => rateLimit(rest.now, PACE);
  return [
    ...(SCIM_TOKEN ? [scimEndpoint({ ...rest, token: SCIM_TOKEN, limit: limit() })] : []),
    ...(DEPARTURES_SECRET ? [departuresEndpoint({ ...rest, secret: DEPARTURES_SECRET, limit: limit() })] : []),
  ];
}
