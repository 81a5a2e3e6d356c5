/** What to do where a server gives no answer: Node and git have words of their own for the same trouble. */
export function reach(says: string): string {
  if (/certificate/i.test(says))
    return 'The server, or a proxy that opens TLS, has a certificate that is not known here: NODE_EXTRA_CA_CERTS names the file of its authority for Node, and the machine’s store must hold it for git; README.md, “Install it”.';
  if (/not found|error: 403/i.test(says))
    return 'GitHub answers, and does not show it: is `contents: read` granted, and is the repository still there?';
  return 'See that this machine reaches GitHub, or the host in GHE_HOST, by HTTPS, and set HTTPS_PROXY if that takes a proxy; then run `handback doctor` again.';
}
