/** Lets `burst` requests through at once and `perSecond` in the long run. */
export interface RateLimit {
  /** 0 when the request may pass, else the seconds after which one may. */
  wait(): number;
}

export function rateLimit(now: () => number, { perSecond, burst }: { perSecond: number; burst: number }): RateLimit {
  let left = burst;
  let at = now();
  return {
    wait() {
      const time = now();
      left = Math.min(burst, left + (Math.max(0, time - at) / 1000) * perSecond);
      at = time;
      if (left < 1) return Math.max(1, Math.ceil((1 - left) / perSecond));
      left -= 1;
      return 0;
    },
  };
}
