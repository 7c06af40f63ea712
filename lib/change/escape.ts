/**
 * Commit messages, comments and names are text of strangers. Whatever shows them escapes them for the place where they
 * are shown; records keep them as they came.
 */

/** Control characters (line feed and tab apart), and characters that turn or hide text. */
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For a terminal, an e-mail, a log: nothing that moves the cursor, turns the text or hides in it. */
export function plain(text: string): string {
  return text.replace(HIDDEN, '\ufffd');
}

/** The same on one line. */
export function oneLine(text: string): string {
  return plain(text.replace(/\s+/g, ' ').trim());
}

/** For chat: no mention, no link, no formatting. A word joiner before a mark takes its meaning away in every client. */
export function chat(text: string): string {
  return plain(text)
    .replace(/[&<>]/g, (mark) => ENTITIES[mark]!)
    .replace(/[*_~`[\]()!#|@\\]|(?<=:)\/\//g, '\u2060$&');
}

/** For HTML text and quoted attributes. */
export function html(text: string): string {
  return plain(text).replace(/[&<>"']/g, (mark) => ENTITIES[mark]!);
}
