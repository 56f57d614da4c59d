/** A figure with the mark it has to reach. */
export interface Bar {
  readonly name: string;
  /** In `unit`; null where it could not be measured. */
  readonly value: number | null;
  readonly unit: string;
  /** ">= 90" or "<= 1". */
  readonly goal: string;
  readonly met: boolean;
  /** Cases behind the value. */
  readonly n?: number;
  /** Why there is no value, or where the value comes from: the worst group. */
  readonly reason?: string;
}

/** A bar as it stands before it is measured. */
export interface Goal {
  readonly name: string;
  readonly unit: string;
  readonly at: 'least' | 'most';
  readonly mark: number;
}

/** Holds a value against its goal. Without a value the bar is not met, and the reason says why. */
export function hold(goal: Goal, value: number | undefined, n?: number, reason?: string): Bar {
  const { name, unit, at, mark } = goal;
  const met = value !== undefined && (at === 'least' ? value >= mark : value <= mark);
  return {
    name,
    value: value === undefined ? null : Math.round(value * 1000) / 1000,
    unit,
    goal: `${at === 'least' ? '>=' : '<='} ${mark}`,
    met,
    ...(n === undefined ? {} : { n }),
    ...(value === undefined ? { reason: reason ?? 'no data' } : {}),
  };
}

export const least = (name: string, mark: number, unit = '%'): Goal => ({ name, unit, at: 'least', mark });
export const most = (name: string, mark: number, unit = '%'): Goal => ({ name, unit, at: 'most', mark });
