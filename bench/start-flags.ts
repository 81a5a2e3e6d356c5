import manifest from '../package.json' with { type: 'json' };

/** What `npm start` tells Node of its memory. */
export function startFlags(): readonly string[] {
  return manifest.scripts.start.split(' ').filter((word) => word.startsWith('--'));
}
