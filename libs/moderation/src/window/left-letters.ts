import { digitsAsLetters, NOT_BEGUN, REACH, type Ending } from './edges.js';

/** The last letters of what several messages in a row spell, built from the last message back. Reused. */
export class LeftLetters {
  /** As Ending has them. */
  letters = 0;
  size = 0;
  isDisguised = false;

  clear(): void {
    this.letters = 0;
    this.size = 0;
    this.isDisguised = false;
  }

  /** Puts the end of an earlier message before them; a letter on both sides of the seam counts once. */
  prepend({ letters, size, isDisguised }: Ending): void {
    if (isDisguised) this.isDisguised = true;
    if (size === 0) return;
    if (size === NOT_BEGUN || this.size === NOT_BEGUN) {
      this.size = NOT_BEGUN;
      return;
    }
    if (this.size >= REACH) {
      this.size = REACH + 1;
      return;
    }
    const shift = 8 * this.size;
    const isTwice = this.size > 0 && (letters & 0xff) === ((this.letters >>> (shift - 8)) & 0xff);
    const added = isTwice && size <= REACH ? size - 1 : size;
    this.letters |= (isTwice ? letters >>> 8 : letters) << shift;
    this.size = Math.min(this.size + added, REACH + 1);
    if (this.isDisguised) this.letters = digitsAsLetters(this.letters);
  }
}
