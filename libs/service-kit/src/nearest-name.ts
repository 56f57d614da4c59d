/**
 * The known name with the smallest edit distance (insert, delete, replace), or undefined where none is within a third
 * of the name's length. Cost: names x length squared; for messages to people, not for hot paths.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.floor(name.length / 3) + 1;
  for (const candidate of known) {
    const distance = editDistance(name, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const replace = (previous[column - 1] as number) + (left[row - 1] === right[column - 1] ? 0 : 1);
      const insert = (current[column - 1] as number) + 1;
      const remove = (previous[column] as number) + 1;
      current.push(Math.min(replace, insert, remove));
    }
    previous = current;
  }
  return previous[right.length] as number;
}
