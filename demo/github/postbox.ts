// Sends webhooks as GitHub does: signed, each with its own GUID, ten seconds of patience, no second try of its own.
import { createHmac, randomUUID } from 'node:crypto';
import { type Faults, pause } from './faults.ts';
import type { App } from './model.ts';

export interface Delivery {
  id: number;
  app: App;
  guid: string;
  event: string;
  action: string | null;
  payload: Record<string, unknown>;
  redelivery: boolean;
  deliveredAt: number;
  duration: number;
  /** 'OK', or what went wrong. */
  status: string;
  statusCode: number;
  headers: Record<string, string>;
  answer: string;
}

export interface PostboxOptions {
  now: () => number;
  nextId: () => number;
  faults: Faults;
  patienceMs: number;
  /** Sees every delivery as it leaves. */
  watch: (delivery: Delivery) => void;
}

export class Postbox {
  readonly deliveries: Delivery[] = [];
  readonly #options: PostboxOptions;
  readonly #underWay = new Set<Promise<void>>();

  constructor(options: PostboxOptions) {
    this.#options = options;
  }

  /** Sends a new delivery, or an old one again under its own GUID. */
  send(app: App, event: string, payload: Record<string, unknown>, again?: Delivery): Delivery {
    const text = JSON.stringify(payload);
    const action = typeof payload['action'] === 'string' ? payload['action'] : null;
    const guid = again?.guid ?? randomUUID();
    const delivery: Delivery = {
      id: this.#options.nextId(),
      app,
      guid,
      event,
      action,
      payload,
      redelivery: again !== undefined,
      deliveredAt: this.#options.now(),
      duration: 0,
      status: 'pending',
      statusCode: 0,
      answer: '',
      headers: headersOf(app, guid, event, text),
    };
    this.deliveries.push(delivery);
    this.#options.watch(delivery);
    const fault = this.#options.faults.strike(`WEBHOOK ${event}.${action ?? ''}`);
    if (fault?.drop) delivery.status = 'failed to connect to host';
    else this.#track(this.#post(delivery, text, fault?.lateMs));
    if (fault?.twice) this.#track(this.#post(delivery, text, fault.lateMs));
    return delivery;
  }

  /** Resolves when nothing is under way any more, also what was sent in the meantime. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #track(work: Promise<void>): void {
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  async #post(delivery: Delivery, body: string, lateMs: number | undefined): Promise<void> {
    const { app, headers } = delivery;
    if (!app.webhookUrl) return;
    await pause(lateMs);
    const started = performance.now();
    try {
      const signal = AbortSignal.timeout(this.#options.patienceMs);
      const answer = await fetch(app.webhookUrl, { method: 'POST', headers, body, signal });
      delivery.answer = await answer.text();
      delivery.statusCode = answer.status;
      delivery.status = answer.ok ? 'OK' : `Invalid HTTP Response: ${answer.status}`;
    } catch (error) {
      const timedOut = error instanceof Error && error.name === 'TimeoutError';
      delivery.status = timedOut ? 'timed out' : 'failed to connect to host';
    }
    delivery.duration = Math.round(performance.now() - started) / 1000;
  }
}

function headersOf(app: App, guid: string, event: string, text: string): Record<string, string> {
  const headers: Record<string, string> = {
    accept: '*/*',
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/0000000',
    'x-github-delivery': guid,
    'x-github-event': event,
    'x-github-hook-id': String(app.id),
    'x-github-hook-installation-target-id': String(app.id),
    'x-github-hook-installation-target-type': 'integration',
  };
  if (app.webhookSecret) {
    headers['x-hub-signature'] = `sha1=${createHmac('sha1', app.webhookSecret).update(text).digest('hex')}`;
    headers['x-hub-signature-256'] = `sha256=${createHmac('sha256', app.webhookSecret).update(text).digest('hex')}`;
  }
  return headers;
}
