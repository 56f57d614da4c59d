/** First in, first out, at most `capacity` rows, which stay until they are removed. Memory: a slot each, at once. */
export class RecordQueue<Row> {
  private readonly slots: (Row | undefined)[];
  private head = 0;
  private size = 0;

  constructor(readonly capacity: number) {
    this.slots = new Array<Row | undefined>(capacity).fill(undefined);
  }

  get length(): number {
    return this.size;
  }

  get isFull(): boolean {
    return this.size === this.capacity;
  }

  /** The one that waits longest. */
  get oldest(): Row | undefined {
    return this.slots[this.head];
  }

  /** Must not be called when full. */
  push(row: Row): void {
    this.slots[(this.head + this.size) % this.capacity] = row;
    this.size += 1;
  }

  /** The first `count`, or all there are; they stay. */
  peek(count: number): Row[] {
    const taken = Math.min(count, this.size);
    return Array.from({ length: taken }, (_, index) => this.slots[(this.head + index) % this.capacity]!);
  }

  /** Removes the first `count`. */
  remove(count: number): void {
    for (let index = 0; index < count; index += 1) {
      this.slots[this.head] = undefined;
      this.head = (this.head + 1) % this.capacity;
    }
    this.size -= count;
  }
}
