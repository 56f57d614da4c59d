/** Spaces behind a text, so that nobody who looks ahead asks for its end. */
const BEHIND = 4;
const SPACE = 0x20;
/** Held, since looking it up in strings of many forms, letter by letter, takes longer than the call. */
const { charCodeAt } = String.prototype;

/**
 * The UTF-16 code units of a text, reused from text to text: what reads a text letter by letter reads them from here. The
 * engine's strings come in many forms (flat, sliced, joined, of one byte or two), and asking one for a unit or its length
 * takes several times as long as asking an array.
 */
export class CodeUnits {
  /** Valid up to `size`; the four behind it are spaces. */
  units = new Uint16Array(256);
  size = 0;

  /** Takes a text in. One pass; allocates only for one longer than all before. */
  read(text: string): this {
    const size = text.length;
    if (this.units.length < size + BEHIND) this.units = new Uint16Array(2 * size + BEHIND);
    const { units } = this;
    for (let i = 0; i < size; i++) units[i] = charCodeAt.call(text, i);
    for (let i = size; i < size + BEHIND; i++) units[i] = SPACE;
    this.size = size;
    return this;
  }
}

/** The code point that begins at a unit, as String.codePointAt has it; two spaces must stand behind the last unit. */
export function codePointOf(units: Uint16Array, i: number): number {
  const unit = units[i]!;
  if ((unit & 0xfc00) !== 0xd800) return unit;
  const low = units[i + 1]!;
  return (low & 0xfc00) === 0xdc00 ? 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff) : unit;
}
