import fc from 'fast-check';
import { chat } from '../../../lib/change/escape';
import { messageOf } from '../../../lib/change/message';
import type { Notice } from '../../../lib/change/notice';

const notice = (more: Partial<Notice> = {}): Notice => ({
  version: 1,
  id: 'orders-42/verified',
  application: 'orders',
  kind: 'verified',
  at: '2026-11-23T10:00:00Z',
  title: 'orders-42 verified: take two',
  text: 'Verified: the proof says proved.',
  change: 'orders-42',
  ...more,
});

interface ChatMessage {
  readonly content: { readonly title: string; readonly description: string };
  readonly metadata: Record<string, unknown>;
}

/** What Amazon Q gets: the body of the protocol by which it is subscribed. */
function chatOf(of: Notice): ChatMessage {
  const { https } = JSON.parse(messageOf(of).message) as { https: string };
  return JSON.parse(https) as ChatMessage;
}

test('it is a custom notification: version, source and a description, in the thread of its change', () => {
  expect(chatOf(notice())).toEqual({
    version: '1.0',
    source: 'custom',
    id: 'orders-42/verified',
    content: {
      textType: 'client-markdown',
      title: 'orders-42 verified: take two',
      description: 'Verified: the proof says proved.',
    },
    metadata: {
      threadId: 'orders-42',
      summary: 'orders-42 verified: take two',
      eventType: 'verified',
      enableCustomActions: false,
    },
  });
});

test('what is about the line as a whole stands in the thread of the application', () => {
  expect(chatOf(notice({ kind: 'frozen', change: undefined })).metadata.threadId).toBe('orders');
});

test('a description is required: without text, the title stands in for it', () => {
  expect(chatOf(notice({ text: ' ' })).content.description).toBe('orders-42 verified: take two');
});

test('an address is shown and links nowhere', () => {
  const { description } = chatOf(notice({ text: 'see https://evil.example/x and sha256:ab' })).content;
  expect(description).not.toContain('://');
  expect(description).toContain('evil.example/x and sha256:ab');
});

test('whatever strangers write, it fits into a chat message and is escaped to its end', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '<', '&', '*', '@', '\n', '😀'), maxLength: 6000 });
  fc.assert(
    fc.property(text, text, (title, body) => {
      const { content } = chatOf(notice({ title, text: body }));
      expect(content.title.length).toBeLessThanOrEqual(200);
      expect(content.description.length).toBeLessThanOrEqual(2500);
      expect(content.description).not.toMatch(/<|(?<!\u2060)[@*]|&(?!(amp|lt|gt);)|[\ud800-\udbff](?![\udc00-\udfff])/);
    }),
    { numRuns: 50 },
  );
});

test('a short text is whole', () => {
  const text = 'Waiting until 2026-11-24 09:00:00 UTC. The window is shut.';
  expect(chatOf(notice({ text })).content.description).toBe(chat(text));
});
