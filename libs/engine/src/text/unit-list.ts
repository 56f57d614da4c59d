/**
 * A text in units: words, phrases that a class knows as one, and parts of words written together. Parallel arrays,
 * reused, valid up to `count`.
 */
export class UnitList {
  count = 0;
  /** Index of the unit's first token. */
  first = new Int32Array(0);
  /** Index of the token behind it. */
  end = new Int32Array(0);
  /** Index in the fold buffer of the unit's first symbol, and of the one behind it. */
  firstSymbol = new Int32Array(0);
  endSymbol = new Int32Array(0);
  /** Hash of the word or phrase. */
  hash = new Int32Array(0);
  /** A second hash of it, see TokenList. */
  check = new Int32Array(0);
  /** Its row in the word memory when it was read, -1 for one that was not looked up there; another word may have taken it. */
  row = new Int32Array(0);
  /** Number of its set of classes, see WordClasses.has; 0 is the empty set. */
  set = new Uint16Array(0);

  reserve(units: number): void {
    if (this.first.length >= units) return;
    const size = Math.max(units, 2 * this.first.length, 256);
    this.first = new Int32Array(size);
    this.end = new Int32Array(size);
    this.firstSymbol = new Int32Array(size);
    this.endSymbol = new Int32Array(size);
    this.hash = new Int32Array(size);
    this.check = new Int32Array(size);
    this.row = new Int32Array(size);
    this.set = new Uint16Array(size);
  }
}
