import { NO_WORD } from '../names.ts';
import type { Rule } from '../rule.ts';
import { command, OPTIONS } from './commands.ts';

/** Commands that pack, encrypt or reach another machine. */
export const tools: readonly Rule[] = [
  {
    ...command({
      kind: 'zip',
      title: 'Password given to zip or unzip',
      commands: ['zip', 'unzip'],
      before: `(?=-)${OPTIONS}(?:-P|--password) ?(?=["']?${NO_WORD})`,
      examples: ["unzip -o -P '<<Kestrel{digits:4}!>>' a.zip", 'zip -r -P <<h3{base62:14}>> a.zip files'],
      counterexamples: ['zip -r -P "$ZIP_PASSWORD" a.zip', 'unzip -P changeme1 a.zip', 'gzip -9 a1.tar'],
    }),
    keywords: ['zip -', 'unzip -'],
  },
  command({
    kind: '7z',
    title: 'Password given to 7z or rar',
    commands: ['7z a', '7z x', '7z e', '7za a', '7za x', 'rar a', 'unrar x', 'unrar e'],
    before: `${OPTIONS}-h?p(?=["']?${NO_WORD})`,
    examples: ['7z a -p<<h3{base62:14}>> -mhe a.7z files', "unrar x -p'<<Kestrel{digits:4}!>>' a.rar"],
    counterexamples: ['7z a -p{var:ARCHIVE_PASSWORD} a.7z', '7z x -p a.7z', '7z a -pchangeme1 a.7z'],
  }),
  command({
    kind: 'openssl-enc',
    title: 'Password with which openssl encrypts',
    commands: ['openssl enc', 'openssl aes-256-cbc', 'openssl aes-128-cbc', 'openssl des3'],
    before: `${OPTIONS}(?:-k |-pass pass:)(?=["']?${NO_WORD})`,
    examples: [
      "openssl enc -aes-256-cbc -d -k '<<Kestrel{digits:4}!>>' -in x.enc",
      'openssl aes-256-cbc -pass pass:<<h3{base62:14}>> -in x',
    ],
    counterexamples: ['openssl enc -aes-256-cbc -k $KEY -in x', 'openssl enc -aes-256-cbc -pass env:KEY2031'],
  }),
  command({
    kind: 'remote',
    title: 'Password with which a command reaches another machine',
    commands: ['smbclient', 'rpcclient', 'lftp', 'xfreerdp', 'rdesktop', 'winexe'],
    before: `${OPTIONS}(?:(?:-U|-u|--user)[ =]?["']?[\\w.@\\\\/-]{1,40}[%,]|/p:|/password:|-p )(?=["']?${NO_WORD})`,
    examples: [
      'smbclient //srv/share -U app%<<Kestrel{digits:4}!>> -c ls',
      "xfreerdp /u:app /p:'<<h3{base62:14}>>' /v:srv",
      'lftp -u app,<<h3{base62:14}>> sftp://srv',
    ],
    counterexamples: [
      'smbclient //srv/share -U app%$PASSWORD',
      'xfreerdp /u:app /p:changeme1 /v:srv',
      'lftp -u app sftp://srv1',
    ],
  }),
  command({
    kind: 'ssh-keygen',
    title: 'Passphrase of a key that ssh-keygen makes',
    commands: ['ssh-keygen'],
    before: `${OPTIONS}-[NP] (?=["']?${NO_WORD})`,
    examples: ["ssh-keygen -t ed25519 -N '<<Kestrel{digits:4}!>>' -f key"],
    counterexamples: ["ssh-keygen -t rsa -N '' -f key1", 'ssh-keygen -N "$PASSPHRASE" -f k'],
  }),
  command({
    kind: 'kerberos',
    title: 'Password of a principal of Kerberos',
    commands: ['addprinc', 'cpw', 'change_password', 'add_principal'],
    before: `${OPTIONS}-pw (?![a-z]{1,12}pw\\b)`,
    examples: ['kadmin.local -q "addprinc -pw <<h3{base62:14}>> app@ACME.IO"'],
    counterexamples: ['kadmin.local -q "addprinc -randkey app"', 'kadmin -q "addprinc -pw $PASSWORD app"'],
  }),
  command({
    kind: 'certificate',
    title: 'Password with which a certificate is read',
    commands: ['signtool sign', 'signtool.exe sign', 'certutil', 'openssl pkcs12'],
    before: `${OPTIONS}(?:/p |-p |-password pass:)(?=["']?${NO_WORD})`,
    examples: [
      "signtool sign /f a.pfx /p '<<Kestrel{digits:4}!>>' /t http://t.acme.io a.exe",
      'certutil -f -p <<h3{base62:14}>> -importpfx a.pfx',
      'openssl pkcs12 -export -in c.pem -password pass:<<h3{base62:14}>> -out a.p12',
    ],
    counterexamples: ['signtool sign /f a.pfx /p %PFX_PASSWORD% a.exe', 'openssl pkcs12 -export -password env:P12X'],
  }),
  command({
    kind: 'device',
    title: 'Password given to a command that speaks to a device',
    commands: ['mosquitto_pub', 'mosquitto_sub', 'ipmitool'],
    before: `${OPTIONS}(?:-P|--pw)[ =](?!-)`,
    examples: [
      'mosquitto_sub -h mq.acme.io -u sensor -P <<h3{base62:14}>> -t a/b',
      "ipmitool -H bmc -U app -P '<<Kestrel{digits:4}!>>'",
    ],
    counterexamples: [
      'mosquitto_pub -u sensor -P $MQTT_PASSWORD -t a',
      'ipmitool -H bmc -U admin -P password1',
      'mosquitto_sub -p 18830',
    ],
  }),
  command({
    kind: 'snmp',
    title: 'Community or password with which a command reads a device',
    commands: ['snmpwalk', 'snmpget', 'snmpset', 'snmpbulkwalk', 'snmpbulkget'],
    before: `${OPTIONS}-[cAX] ?(?!(?i:public|private|community|read|your|my|auth|priv|AES|DES))`,
    examples: [
      'snmpwalk -v2c -c <<k{small:9}>> 10.0.0.4 system',
      "snmpget -v3 -u app -l authPriv -a SHA -A '<<h3{base62:14}>>' 10.0.0.4",
    ],
    counterexamples: [
      'snmpwalk -v2c -c community 10.0.0.4',
      'snmpwalk -v2c -c {var:COMMUNITY} 10.0.0.4',
      'snmpget -v3 -A authpassword 10.0.0.4',
    ],
  }),
];
