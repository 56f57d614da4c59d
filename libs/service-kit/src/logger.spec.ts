import { createLogger } from './logger.js';
import { requestId } from './request-id.js';

describe('createLogger', () => {
  it('writes JSON lines and never what is in a guarded field', () => {
    const lines: string[] = [];
    const log = createLogger('gateway', 'info', { worker: 1 }, { write: (line) => lines.push(line) });
    log.debug('not at this level');
    log.info({ text: 'words', message: { text: 'words', id: 'm1' }, request: { message: { text: 'words' } } }, 'hello');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] as string)).toMatchObject({
      level: 'info',
      service: 'gateway',
      worker: 1,
      msg: 'hello',
      text: '[not logged]',
      message: { text: '[not logged]', id: 'm1' },
    });
    expect(lines[0]).not.toContain('words');
  });
});

describe('requestId', () => {
  it.each(['abc-1', 'a'.repeat(128)])('keeps the plain id %s', (id) => expect(requestId(id)).toBe(id));
  it.each(['', 'a b', 'x\n{"level":"error"}', 'a'.repeat(129), undefined, ['a']])('replaces %j', (id) =>
    expect(requestId(id)).toMatch(/^[0-9a-f-]{36}$/),
  );
});
