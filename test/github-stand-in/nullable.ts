/**
 * OpenAPI 3.0 writes `nullable: true` where JSON Schema has the type "null": ajv knows only
 * the latter. Changes in place.
 */
export function withoutNullable<T extends object>(document: T): T {
  for (const value of Object.values(document)) if (typeof value === 'object' && value !== null) withoutNullable(value);
  const schema = document as { nullable?: unknown; type?: unknown; enum?: unknown[]; anyOf?: unknown };
  if (typeof schema.nullable !== 'boolean') return document;
  const allowed = schema.nullable;
  delete schema.nullable;
  if (!allowed) return document;
  if (typeof schema.type === 'string') {
    schema.type = [schema.type, 'null'];
    if (schema.enum && !schema.enum.includes(null)) schema.enum.push(null);
    return document;
  }
  const copy = { ...schema };
  for (const key of Object.keys(schema)) delete (schema as Record<string, unknown>)[key];
  schema.anyOf = [copy, { type: 'null' }];
  return document;
}
