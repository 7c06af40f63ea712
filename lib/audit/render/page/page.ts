import type { Evidence } from '../../evidence/schema';
import { html } from '../../../change/escape';

/** The page. */
export function reportPage(evidence: Evidence): string {
  return `<!doctype html><title>${html(evidence.verdict)}</title>\n`;
}
