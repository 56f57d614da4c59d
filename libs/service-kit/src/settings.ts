import { z } from 'zod';
import { nearestName } from './nearest-name.js';
import { StartupError } from './startup-error.js';

/** One line of an app's settings table. */
export interface Setting<Type extends z.ZodType = z.ZodType> {
  /** Checks the value after it was read as the JSON type that the schema asks for. */
  readonly type: Type;
  readonly default: z.output<Type>;
  /** For --help and the reference: what it does, with its unit. No full stop needed. */
  readonly description: string;
  /** What a value must be, where the schema alone does not say it: "a postgres:// URL". */
  readonly rule?: string;
  /** Never shown in an error. */
  readonly secret?: boolean;
}

export type SettingsTable = Readonly<Record<string, Setting>>;

/** The parsed and frozen values of a table. */
export type SettingsOf<Table extends SettingsTable> = Readonly<{
  [Key in keyof Table]: Table[Key] extends Setting<infer Type> ? z.output<Type> : never;
}>;

/** Where settings come from. The app's main passes its process's own; nothing else reads them. */
export interface SettingsSources {
  /** Arguments without the runtime and the script. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

const envPrefix = 'BREAKWATER_';

/** The flag of a setting: grpcPort -> --grpc-port. */
export function flagOf(key: string): string {
  return `--${words(key).join('-')}`;
}

/** The environment variable of a setting: grpcPort -> BREAKWATER_GRPC_PORT. */
export function envOf(key: string): string {
  return envPrefix + words(key).join('_').toUpperCase();
}

/**
 * Declares the settings of an app: camelCase keys, each with its type, default and description.
 * @throws Error where a default breaks its own rule or a key is not camelCase (a fault in the table).
 */
export function defineSettings<Types extends Record<string, z.ZodType>>(table: {
  readonly [Key in keyof Types]: Setting<Types[Key]>;
}): { readonly [Key in keyof Types]: Setting<Types[Key]> } {
  for (const [key, setting] of Object.entries<Setting>(table)) {
    if (!/^[a-z][a-zA-Z0-9]*$/.test(key)) throw new Error(`Setting "${key}" is not named in camelCase.`);
    if (!setting.type.safeParse(setting.default).success) {
      throw new Error(`The default of setting "${key}" is not ${ruleOf(setting)}.`);
    }
  }
  return Object.freeze(table);
}

/**
 * Reads every setting once: a flag beats the environment, the environment beats the default. The result is frozen.
 * Flags are `--grpc-port 50051` or `--grpc-port=50051`; a boolean flag may stand alone. Environment variables that
 * do not start with BREAKWATER_ are not ours; one that does must be known. An empty variable counts as a value.
 * @throws StartupError (exit code 2) with one sentence: what is wrong, the rule, and what to do.
 */
export function parseSettings<Table extends SettingsTable>(table: Table, sources: SettingsSources): SettingsOf<Table> {
  const values: Record<string, unknown> = {};
  for (const [key, setting] of Object.entries(table)) values[key] = setting.default;
  for (const [name, raw] of Object.entries(sources.env)) {
    if (!name.startsWith(envPrefix) || raw === undefined) continue;
    const key = Object.keys(table).find((candidate) => envOf(candidate) === name);
    if (key === undefined) {
      throw unknown('environment variable', name, Object.keys(table).map(envOf), 'unset it');
    }
    values[key] = readValue(table, key, raw, name);
  }
  for (const { key, raw, flag } of readFlags(table, sources.argv)) values[key] = readValue(table, key, raw, flag);
  return Object.freeze(values) as SettingsOf<Table>;
}

/** Whether the arguments ask for the table instead of a start. */
export function helpRequested(argv: readonly string[]): boolean {
  return argv.includes('--help') || argv.includes('-h');
}

/** What a value of this setting must be, in words: "an integer from 0 to 65535". */
export function ruleOf(setting: Setting): string {
  if (setting.rule !== undefined) return setting.rule;
  const { type, minimum, maximum, choices } = shapeOf(setting);
  if (choices !== undefined) return `one of ${choices.join(', ')}`;
  if (type === 'boolean') return 'true or false';
  if (type === 'string') return 'a text';
  const noun = type === 'integer' ? 'an integer' : 'a number';
  if (minimum !== undefined && maximum !== undefined) return `${noun} from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${noun} of at least ${minimum}`;
  return maximum === undefined ? noun : `${noun} of at most ${maximum}`;
}

interface Shape {
  readonly type: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly choices?: readonly string[];
}

function shapeOf(setting: Setting): Shape {
  const schema = z.toJSONSchema(setting.type, { io: 'input' });
  const bound = (value: number | undefined) =>
    value === undefined || Math.abs(value) === Number.MAX_SAFE_INTEGER ? undefined : value;
  return {
    type: String(schema.type),
    minimum: bound(schema.minimum),
    maximum: bound(schema.maximum),
    choices: schema.enum?.map(String),
  };
}

function* readFlags(
  table: SettingsTable,
  argv: readonly string[],
): Generator<{ key: string; raw: string; flag: string }> {
  const keys = Object.keys(table);
  const known = [...keys.map(flagOf), '--help'];
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] as string;
    const split = argument.indexOf('=');
    const flag = split < 0 ? argument : argument.slice(0, split);
    if (!flag.startsWith('--')) {
      throw new StartupError(
        `Unexpected argument "${argument}": settings are flags such as ${known[0]}; see --help.`,
        2,
      );
    }
    const key = keys.find((candidate) => flagOf(candidate) === flag);
    if (key === undefined) throw unknown('flag', flag, known, 'see --help');
    if (split >= 0) {
      yield { key, raw: argument.slice(split + 1), flag };
      continue;
    }
    const next = argv[index + 1];
    if (shapeOf(table[key] as Setting).type === 'boolean') {
      if (next === 'true' || next === 'false') index += 1;
      yield { key, raw: next === 'false' ? 'false' : 'true', flag };
    } else if (next === undefined || next.startsWith('--')) {
      const rule = ruleOf(table[key] as Setting);
      throw new StartupError(`${flag} needs a value: it must be ${rule}; write ${flag} VALUE or ${flag}=VALUE.`, 2);
    } else {
      index += 1;
      yield { key, raw: next, flag };
    }
  }
}

function readValue(table: SettingsTable, key: string, raw: string, source: string): unknown {
  const setting = table[key] as Setting;
  const { type } = shapeOf(setting);
  let value: unknown = raw;
  if (type === 'boolean') value = raw === 'true' ? true : raw === 'false' ? false : raw;
  else if ((type === 'integer' || type === 'number') && raw.trim() !== '') value = Number(raw);
  const parsed = setting.type.safeParse(value);
  if (parsed.success) return parsed.data;
  const shown = setting.secret ? 'has a value that' : `"${raw}"`;
  throw new StartupError(
    `${source} ${shown} is not allowed: it must be ${ruleOf(setting)}; correct it or leave it out for the default.`,
    2,
  );
}

function unknown(kind: string, name: string, known: readonly string[], advice: string): StartupError {
  const near = nearestName(name, known);
  const hint = near === undefined ? advice : `use ${near} if you meant that, or ${advice}`;
  return new StartupError(`The ${kind} ${name} is no setting of this app: ${hint}.`, 2);
}

function words(key: string): string[] {
  return key.split(/(?=[A-Z])/).map((word) => word.toLowerCase());
}
