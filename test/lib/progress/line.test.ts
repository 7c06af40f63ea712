import { answering, reached, showProgress, working } from '../../../lib/progress';

function terminal(isTTY = true, columns = 60) {
  const written: string[] = [];
  return { isTTY, columns, written, write: (text: string) => written.push(text) };
}

const CLEAR = '\r\u001b[K';

it('says what is done, its number and the share behind it, and goes', () => {
  const stream = terminal();
  const done = showProgress({ stream, stages: 2 });
  working('reading');
  working('proving');
  done();
  working('something else');
  expect(stream.written).toEqual([`${CLEAR}1/2  0 %  reading …`, `${CLEAR}2/2  50 %  proving …`, CLEAR]);
});

it('says how far that is, of what began alone', () => {
  const stream = terminal();
  const done = showProgress({ stream, stages: 2 });
  reached('theorem 1 of 8');
  working('proving');
  reached('theorem 2 of 8');
  answering();
  reached('theorem 3 of 8');
  done();
  expect(stream.written.slice(0, -1)).toEqual([
    `${CLEAR}1/2  0 %  proving …`,
    `${CLEAR}1/2  0 %  proving … theorem 2 of 8`,
    CLEAR,
  ]);
});

it('makes way for the answer', () => {
  const stream = terminal();
  const done = showProgress({ stream, stages: 1 });
  working('proving');
  answering();
  expect(stream.written.at(-1)).toBe(CLEAR);
  done();
});

it('does not overrun its line, and counts on where there are more stages than were told', () => {
  const stream = terminal(true, 20);
  const done = showProgress({ stream, stages: 1 });
  working('reading');
  working('a very long stage indeed');
  done();
  expect(stream.written[1]).toBe(`${CLEAR}2/2  50 %  a very l`);
});

it.each([
  ['where it is no terminal', false, false],
  ['where somebody asked for quiet', true, true],
])('writes nothing %s', (_, isTTY, quiet) => {
  const stream = terminal(isTTY);
  const done = showProgress({ stream, stages: 1, quiet });
  working('reading');
  done();
  expect(stream.written).toEqual([]);
});
