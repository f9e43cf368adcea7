/** The parameters of an operation as controls, by the manifest's JSON Schema. */

export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  type?: string | string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  minimum?: number;
  maximum?: number;
  description?: string;
}

/** One parameter. */
export interface Param {
  /** Its path: `selection.min_iv`. */
  name: string;
  kind: "number" | "integer" | "boolean" | "choice" | "text" | "texts" | "json";
  choices: string[];
  fallback: unknown;
  min: number | undefined;
  max: number | undefined;
  description: string;
}

/** Values by path; a path that is not there has its default. */
export type ParamValues = Record<string, unknown>;

/** The parameters of an operation, but for those that have a control elsewhere; parts of objects stand for themselves. */
export function paramsOf(schema: Schema, own: readonly string[]): Param[] {
  return walk(schema.properties ?? {}, schema.$defs ?? {}, "").filter(({ name }) => !own.includes(name) && !own.includes(name.split(".")[0] ?? ""));
}

function walk(properties: Record<string, Schema>, definitions: Record<string, Schema>, prefix: string): Param[] {
  return Object.entries(properties).flatMap(([key, given]): Param[] => {
    const schema = resolved(given, definitions);
    if (schema.properties && !schema.oneOf) return walk(schema.properties, definitions, `${prefix}${key}.`);
    return [paramOf(`${prefix}${key}`, schema)];
  });
}

/** The schema that a reference means, without the choice of null. */
function resolved(schema: Schema, definitions: Record<string, Schema>): Schema {
  if (schema.$ref !== undefined) {
    const { $ref, ...own } = schema;
    return resolved({ ...definitions[$ref.split("/").at(-1) ?? ""], ...own }, definitions);
  }
  const real = schema.anyOf?.filter(({ type }) => type !== "null") ?? [];
  if (real.length !== 1 || !real[0]) return schema;
  const { anyOf: _, ...own } = schema;
  return resolved({ ...real[0], ...own }, definitions);
}

function paramOf(name: string, schema: Schema): Param {
  const choices = (schema.oneOf?.map(({ const: value }) => value) ?? schema.enum ?? []).filter((value) => typeof value === "string");
  const isChoice = choices.length > 0 && choices.length === (schema.oneOf ?? schema.enum ?? []).length;
  return {
    ...{ name, kind: isChoice ? "choice" : kindOf(schema), choices, fallback: schema.default ?? undefined },
    ...{ min: schema.minimum, max: schema.maximum, description: schema.description ?? "" },
  };
}

function kindOf({ type, items, oneOf, anyOf }: Schema): Param["kind"] {
  const [one, ...others] = (Array.isArray(type) ? type : [type]).filter((name) => name !== "null");
  if (oneOf || anyOf || others.length > 0) return "json";
  if (one === "integer" || one === "number" || one === "boolean") return one;
  if (one === "string") return "text";
  return one === "array" && items?.type === "string" ? "texts" : "json";
}

/** What a text in a control means; undefined: nothing is set. Text that is no JSON where JSON must be throws. */
export function valueOfText({ kind }: Param, text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  if (kind === "number" || kind === "integer") return Number(trimmed);
  if (kind === "texts") return trimmed.split(/[,，]/).map((part) => part.trim()).filter((part) => part !== "");
  return kind === "json" ? JSON.parse(trimmed) : trimmed;
}

/** A value as its control shows it. */
export function textOfValue({ kind }: Param, value: unknown): string {
  if (value === undefined) return "";
  if (kind === "texts" && Array.isArray(value)) return value.join(", ");
  return kind === "json" ? JSON.stringify(value) : String(value);
}

/** Parameters with these values at their paths. */
export function withValues<Params extends object>(params: Params, values: ParamValues): Params {
  const merged: Record<string, unknown> = { ...(params as Record<string, unknown>) };
  for (const [path, value] of Object.entries(values)) {
    const [first = "", ...rest] = path.split(".");
    merged[first] = rest.length === 0 ? value : withValues((merged[first] as object | undefined) ?? {}, { [rest.join(".")]: value });
  }
  return merged as Params;
}
