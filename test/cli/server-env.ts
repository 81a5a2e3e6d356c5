// What `handback serve` needs to start, with a GitHub at this address.
import { generateKeyPairSync, randomBytes } from 'node:crypto';

export function serverEnv(dataDir: string, port: number, github = '127.0.0.1:9') {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    PATH: process.env['PATH'],
    DATA_DIR: dataDir,
    HOST: '127.0.0.1',
    PORT: String(port),
    APP_ID: '1',
    WEBHOOK_SECRET: randomBytes(16).toString('hex'),
    GHE_HOST: github,
    GHE_PROTOCOL: 'http',
    PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
