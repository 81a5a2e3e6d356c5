import { type Input, LARGEST } from '../input.ts';

/** What is piped in, held whole. */
export function stdinInput(stream: AsyncIterable<Uint8Array>): Input {
  const path = '(stdin)';
  return {
    what: 'what was piped in',
    each: 'place',
    async *pieces() {
      const chunks: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of stream) {
        size += chunk.length;
        if (size <= LARGEST) chunks.push(chunk);
      }
      yield { path, bytes: Buffer.concat(chunks) };
      if (size > LARGEST)
        yield { path, unread: `it has ${size} bytes; only about the first ${LARGEST} were looked at` };
    },
  };
}
