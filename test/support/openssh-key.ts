import { randomBytes } from 'node:crypto';

/** A private key in the format of OpenSSH, and its public line. Nobody can use it: the private part is noise. */
export function opensshKey(cipher = 'none') {
  const blob = strings('ssh-ed25519', randomBytes(32));
  const bytes = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    strings(cipher, cipher === 'none' ? 'none' : 'bcrypt', cipher === 'none' ? '' : randomBytes(24)),
    Buffer.from([0, 0, 0, 1]),
    strings(blob, randomBytes(160)),
  ]);
  const lines = bytes.toString('base64').match(/.{1,70}/g) ?? [];
  const label = 'OPENSSH PRIVATE KEY';
  return {
    text: `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`,
    line: `ssh-ed25519 ${blob.toString('base64')}`,
  };
}

function strings(...parts: readonly (string | Buffer)[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(part));
      return [length, Buffer.from(part as string)];
    }),
  );
}
