import type { Rule } from '../rule.ts';

const rotate = (says: string) => ({
  url: 'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
  says,
});

/** Nothing else can stand here, so that letters alone are enough; none of what a template or a program puts in. */
const WORD = String.raw`(?<secret>[^\s"'<>{}()$%\\;,|]{6,64})`;

/** What samples have: what the network or its password is called. */
const NO_SAMPLE = '(?!(?i:your|pass|wi-?fi|ssid|network|secret|very|my|<|\\*))';

/** Routers, radio and what stands behind them: their configurations hold passwords that only the place tells. */
export const networks: readonly Rule[] = [
  {
    id: 'snmp-community',
    provider: 'SNMP',
    title: 'Community with which devices are read or changed over SNMP',
    keywords: ['snmp-server community ', 'set snmp community ', 'rocommunity ', 'rwcommunity ', 'com2sec '],
    pattern: String.raw`(?<![\w#-])(?i:snmp-server community|set snmp community|r[ow]community|com2sec(?: -Cn \S{1,40})? [\w.-]{1,40} [\w./:-]{1,60})[ \t]{1,8}(?!(?i:public|private|community|communities|read-?only|read-?write|string|monitor(?:ing)?|secret)(?![\w-]))${WORD}(?=[ \t]{1,8}(?i:ro|rw|view|default|authorization|\d{1,3}(?![\w]))|[ \t]{0,8}(?:[\r\n]|$))`,
    value: 'password',
    entropy: 2,
    confidence: 'medium',
    examples: [
      'snmp-server community <<k{small:9}>> RO 10\n',
      'rocommunity <<k{small:9}>> 10.0.0.0/8\n',
      'com2sec readonly default <<k{small:9}>>\n',
      'set snmp community <<k{small:9}>> authorization read-only\n',
    ],
    counterexamples: [
      'snmp-server community public RO\n',
      'snmp-server community {{comm_name}} RO\n',
      'rocommunity private default\n',
      'show running-config | section snmp-server community\n',
      'no snmp-server community strings are set here\n',
    ],
    rotate: rotate('Give the devices a new community, or better users of SNMPv3, and let only the monitor reach them.'),
  },
  {
    id: 'router-shared-key',
    provider: 'Cisco',
    title: 'Key that a router shares with another machine, which anybody can read',
    keywords: ['isakmp key ', '-server key ', '-server host ', 'wpa-psk ascii ', 'key-string ', ' pre-shared-key '],
    pattern: String.raw`(?<=[ \t\n](?:[\w-]{1,12} ?){0,3})(?i:isakmp key|(?<=radius|tacacs)-server (?:host [\w.:-]{3,60} (?:[\w-]{1,16} \d{1,5} ){0,4})?key|wpa-psk ascii|(?<=\n[ \t]{1,8})key-string|(?<=(?:ikev\d|remote-authentication|local-authentication)) pre-shared-key| pre-shared-key (?:address [\d.]{7,15}(?: [\d.]{7,15})? key|ascii-text)) (?:0 )?"?(?![5-9] )${NO_SAMPLE}${WORD}(?=[\s"]|$)`,
    value: 'password',
    entropy: 2,
    confidence: 'medium',
    examples: [
      'crypto isakmp key <<k{small:9}>> address 192.0.2.1\n',
      'crypto keyring vpn\n  pre-shared-key address 192.0.2.1 key <<t{base62:28}.{base62:3}>>\n',
      'set security ike policy p pre-shared-key ascii-text "<<k{small:9}>>"\n',
      '\nradius-server host 10.0.0.4 auth-port 1812 acct-port 1813 key <<k{small:9}>>\n',
      '\ntacacs-server key <<Kestrel{digits:4}!>>\n',
      'key chain ospf\n key 1\n  key-string <<k{small:9}>>\n',
      'tunnel-group x ipsec-attributes\n ikev1 pre-shared-key <<k{small:9}>>\n',
    ],
    counterexamples: [
      'crypto isakmp key {{ key }} address 192.0.2.1\n',
      '\ntacacs-server key 7 08{HEX:14}\n',
      '\nradius-server host 10.0.0.4 key <removed>\n',
      '\ntacacs-server key secret1\n',
    ],
    rotate: rotate('Set a new key at both ends, and keep it encrypted (type 6).'),
  },
  {
    id: 'juniper-password',
    provider: 'Juniper',
    title: 'Password of a Juniper device that anybody can read',
    keywords: ['"$9$'],
    pattern: String.raw`"(\$9\$[A-Za-z0-9./-]{8,160})"`,
    value: 'any',
    entropy: 2.8,
    confidence: 'medium',
    examples: ['secret "<<{text:$}9{text:$}k7{base62:22}>>"; ## SECRET-DATA'],
    counterexamples: [
      'secret "{text:$}9{text:$}k7{base62:12}{text:$}{base62:43}"',
      'enable secret 9 {text:$}9{text:$}{base62:14}',
    ],
    rotate: rotate('Give it a new value; the form $9$ hides it from eyes only.'),
  },
  {
    id: 'wifi-call-password',
    provider: 'Wi-Fi',
    title: 'Password of a network or a broker in the program of a device',
    keywords: ['wifi.begin(', '.softap(', '.addap(', 'username_pw_set('],
    pattern: String.raw`(?i:wifi\.begin|\.softap|\.addap|username_pw_set)\(\s{0,8}(?:username ?= ?)?(?:["'][^"'\n]{1,40}["']|[\w.]{1,40}),\s{0,8}(?:password ?= ?)?["']${NO_SAMPLE}(?<secret>[^\s"'\\<>]{8,63})["']\s{0,4}[,)]`,
    value: 'password',
    entropy: 2.2,
    confidence: 'medium',
    examples: [
      'WiFi.begin("acme-guests", "<<k{small:10}>>");',
      'client.username_pw_set("sensor", password="<<Kestrel{digits:4}!>>")',
      'wifiMulti.addAP("acme", "<<k{small:10}>>");',
    ],
    counterexamples: [
      'WiFi.begin(ssid, password);',
      'WiFi.begin("network-name", "pass-to-network");',
      'WiFi.begin("ssid", "password");',
      'client.username_pw_set("user", "password")',
    ],
    rotate: rotate(
      'Change the password of the network or of the account at the broker, and let the device be told the new one.',
    ),
  },
  {
    id: 'wpa-passphrase',
    provider: 'Wi-Fi',
    title: 'Passphrase of a Wi-Fi network',
    keywords: ['psk="', 'wpa_passphrase='],
    pattern: String.raw`(?<=(?:^|\n|\\n)[ \t]{0,16})(?:psk="|wpa_passphrase=)${NO_SAMPLE}(?<secret>[^\s"'<>{}$\\()]{8,63})(?="|\s|$)`,
    value: 'password',
    entropy: 2.2,
    confidence: 'medium',
    examples: ['network={\n  ssid="acme"\n  psk="<<k{small:10}>>"\n}', 'ssid=acme\nwpa_passphrase=<<k{small:10}>>\n'],
    counterexamples: ['\npsk="{var:WIFI_PSK}"', '\n  psk="password"\n', '\nwpa_passphrase=changeme1\n'],
    rotate: rotate('Give the network a new passphrase.'),
  },
  {
    id: 'wireguard-preshared-key',
    provider: 'WireGuard',
    title: 'WireGuard preshared key',
    keywords: ['presharedkey = ', 'presharedkey=', 'preshared_key', 'preshared-key'],
    pattern: String.raw`(?i:preshared[_-]?key)["']?(?: ?[:=] ?| )["']?([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)(?![\w+/=])`,
    entropy: 4,
    confidence: 'high',
    examples: ['[Peer]\nPresharedKey = <<{base64:42}A=>>\n', 'WIREGUARD_PRESHARED_KEY=<<{base64:42}A=>>\n'],
    counterexamples: ['PublicKey = {base64:42}A=', 'PresharedKey = {base64:20}='],
    rotate: {
      url: 'https://www.wireguard.com/quickstart/',
      says: 'Make a new key with wg genpsk and set it at both peers.',
    },
  },
  {
    id: 'radius-client-secret',
    provider: 'RADIUS',
    title: 'Secret that a RADIUS server shares with a client',
    keywords: ['ipaddr = ', 'ipaddr=', 'ipv4addr = '],
    pattern: String.raw`(?<=\n[ \t]{0,16})ip(?:v4)?addr ?= ?[\w.*:/-]{1,60}(?:[ \t]{0,8}(?:#[^\n]{0,80})?\n(?![ \t]{0,16}[}{])[^\n]{0,100}){0,8}?\n[ \t]{0,16}secret[ \t]{0,8}=[ \t]{0,8}["']?(?!testing|radsec|this-|[a-z]{1,16}secret)${WORD}(?=["'\s]|$)`,
    value: 'password',
    reach: 640,
    entropy: 2,
    confidence: 'medium',
    examples: ['client acme {\n\tipaddr = 10.0.0.4\n\tproto = *\n\tsecret = <<k{small:9}>>\n}\n'],
    counterexamples: [
      'client localhost {\n\tipaddr = 127.0.0.1\n\tsecret = testing123\n}\n',
      '\n\tipaddr = 10.0.0.4\n\tsecret = this-will-never-be-used\n',
      '\n\tipaddr = 10.0.0.4\n}\nx {\n\tsecret = Kestrel2031\n',
    ],
    rotate: rotate('Give the client a new secret, at the server and at the device.'),
  },
];
