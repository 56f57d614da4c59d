/** 1234567 -> "1,234,567". */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** Microseconds as a person reads them: "87 µs", "4.31 ms", "1.20 s". */
export function duration(us: number): string {
  if (us < 100) return `${us < 10 ? us.toFixed(1) : Math.round(us)} µs`;
  if (us < 1000) return `${Math.round(us)} µs`;
  if (us < 1_000_000) return `${(us / 1000).toFixed(us < 100_000 ? 2 : 0)} ms`;
  return `${(us / 1_000_000).toFixed(2)} s`;
}
