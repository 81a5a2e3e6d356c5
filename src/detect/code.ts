/** An abbreviation, a number and words, as types are called. */
export function isClassName(value: string): boolean {
  return /^[A-Z]{2,8}\d{1,2}(?:[A-Z][a-z]+){2,8}$/.test(value);
}

/** A call, a type, a pattern, a template, `name=value`: what stands where a value may stand. */
export function isCode(value: string): boolean {
  return /\(\)|\)\.|^\+[A-Za-z_][\w.]*(?:\+|\($)|^=?(?:this|req|self)\.|^0x(?:[0-9a-f]{8}|[0-9a-fA-F]{32})$|^&[a-z-]{1,20}[:.][A-Z]|Controller@\w+$|^[a-z_]+#[a-z_]+$|->|=>|::|==(?!$)|&&|\|\||\+\+|^\$?\w+\[|^[A-Za-z_][\w.]*\([\w\s.,$]*\)$|\[\^?\w-\w|\(\?|^\^.*[$*+]$|^[:{<]|^--|^[!@*&%^][A-Za-z_.]+;?$|^[A-Za-z_.[\]-]{3,60}=[\w.<{$-]|^[a-z_]+\d?(?:\+[a-z_]+\d?){1,4}$/.test(
    value,
  );
}

/**
 * A piece of an expression, as minified code has it where a value may stand:
 * `r=e.password`, `=36&&e.key`, `),b?x.a(`; a dotted name that ends as secrets are called,
 * `args.my_api_key`; a member of a compiled module; the rest of a URL behind `<password>`.
 */
export function isExpression(value: string): boolean {
  return (
    /^={1,2}[\w$]{1,12}(?:[.[+!&?:]|$)|^\)[,.;:?]|&&|\|\||[!=]==|=!\d|\?\?[!\w]|^[A-Za-z_$]{1,2}=[A-Za-z_$]{1,2}[.[?]|^[A-Za-z_$]\w{0,20}(?:\.[\w$]{1,40}){1,4}=[\w!]/.test(
      value,
    ) ||
    /^[a-z]{3,12}:\d+(?:[*+]\w+(?:\.\w+)*)?$|^\w{1,20}[*+]\d{1,4}[*+]\w+\.|^[\w$]{1,2}\?[\w$]{1,2}[.:]/.test(value) ||
    /^[A-Za-z_]\w*(?:\.\w+)*\.(?:\w*_)?(?:key|token|secret|password)$|^[A-Za-z]+_\d(?:\.[A-Za-z]\w*)+$/i.test(value) ||
    /^@[a-z][a-z-]*(?:\.[a-z-]+)*(?::\d+)?\/|^@[a-z]+-[a-z]+$|^[@?][a-z]+\/[a-z]|^(?:[a-z_]{2,}\.){2,}[A-Z]\w*$/.test(
      value,
    )
  );
}

/**
 * `sha256_crypt`, `pbkdf2:sha256`, `aes-256-gcm`; and what such a one gave: `sha256=…`,
 * `sha512-…`. Also how text is encoded.
 */
export function isAlgorithm(value: string): boolean {
  if (
    /^(?:hmac-)?(?:sha\d{1,3}|md5)[=:-]|^Hmac(?:SHA|MD)\d|^(?:CRAM|DIGEST)-MD5$|^(?:ISO|ECMA|Windows|CP|UTF)-?\d[\d_-]{0,8}[A-Z]{0,4}$|^(?:cl|o|p|r)\d+k_base$|With(?:Hmac|RSA|DSA|ECDSA|AES|MD5|SHA)|^(?:AES|DES|RSA)\//i.test(
      value,
    )
  )
    return true;
  return /^(?:pbkdf2|bcrypt|scrypt|argon2|sha\d|md5|aes|hmac|rsa|ecdsa|ed25519)[^A-Z]{0,24}$/.test(value);
}
