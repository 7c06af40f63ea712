import { roomWarning } from '../../bin/app/room';

test.each([
  [1, 1000],
  [50, 3000],
  [70, 4144],
])('%d applications have room in %d MB', (applications, limit) => {
  expect(roomWarning(applications, limit)).toBeUndefined();
});

test('where Node.js may end a synthesis for want of memory, the number, the limit and the way out are told', () => {
  expect(roomWarning(200, 4144.5)).toBe(
    '200 applications may take 10500 MB of memory, and Node.js ends a process at 4144 MB here: set NODE_OPTIONS=--max-old-space-size=11264, or synthesize one application (guarded synth --application NAME).',
  );
});
