/** The bare names of an enum's values, by number: what its JSON form has. `enumNames(Verdict_Action)[4]` is BLOCK. */
export function enumNames(values: Readonly<Record<string, number>>): readonly string[] {
  const names: string[] = [];
  for (const [name, value] of Object.entries(values)) names[value] = name;
  return names;
}

/** The bare name of one value, or its number where a newer peer sent one that is unknown here. Not for hot paths. */
export function enumName(values: Readonly<Record<string, number>>, value: number): string {
  return enumNames(values)[value] ?? String(value);
}
