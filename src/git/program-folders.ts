import { delimiter, isAbsolute } from 'node:path';

/**
 * The folders in which this machine keeps its programs: git may be anywhere. Relative ones are left out, as
 * they lead into the folder that Handback was started in, which may be a repository that somebody else wrote.
 */
export function programFolders(): string {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(isAbsolute);
  return folders.length === 0 ? '/usr/local/bin:/usr/bin:/bin' : folders.join(delimiter);
}
