import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What a run is asked to do. Paths are absolute. */
export interface Options {
  /** Folder of the data sets; its test/ is read. */
  readonly data: string;
  /** Only these sets and parts; empty for all. */
  readonly only: readonly string[];
  readonly withPeers: boolean;
  /** Whether the sets are judged again to take the time. */
  readonly timed: boolean;
  readonly json: string | undefined;
  readonly markdown: string | undefined;
  readonly record: boolean;
  readonly svg: string | undefined;
  readonly misses: string | undefined;
  readonly listPii: string | undefined;
}

export const USAGE = `node tools/evaluate/dist/run.js [options]

  --data DIR        folder of the data sets (default: ../shared/data beside the repository)
  --set NAME        only this set; may be given several times. Beside the sets: multi-message, channel, pii, speed, ruleset
  --fast            without the npm peers
  --untimed         without the time of each set
  --json FILE       bars and table as JSON
  --markdown FILE   the same as a page
  --record          both, into benchmarks/records
  --svg FILE        the newest record as a picture; measures nothing
  --misses FILE     what was judged wrongly, with its text; outside the repository
  --list-pii FILE   a hundred chat lines flagged as personal data, to be read; outside the repository
`;

/** @throws RangeError for a file that would put texts of the data sets into the repository. */
export function parseOptions(root: string, args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      data: { type: 'string', default: join(root, '../shared/data') },
      set: { type: 'string', multiple: true, default: [] },
      fast: { type: 'boolean', default: false },
      untimed: { type: 'boolean', default: false },
      json: { type: 'string' },
      markdown: { type: 'string' },
      record: { type: 'boolean', default: false },
      svg: { type: 'string' },
      misses: { type: 'string' },
      'list-pii': { type: 'string' },
    },
  });
  const path = (file: string | undefined) => (file === undefined ? undefined : resolve(file));
  const outside = (option: string, file: string | undefined) => {
    if (file === undefined) return undefined;
    if (!relative(root, resolve(file)).startsWith('..')) {
      throw new RangeError(`--${option} ${file}: its texts must not lie in the repository; name a file outside it.`);
    }
    return resolve(file);
  };
  return {
    data: resolve(values.data),
    only: values.set,
    withPeers: !values.fast,
    timed: !values.untimed,
    json: path(values.json),
    markdown: path(values.markdown),
    record: values.record,
    svg: path(values.svg),
    misses: outside('misses', values.misses),
    listPii: outside('list-pii', values['list-pii']),
  };
}
