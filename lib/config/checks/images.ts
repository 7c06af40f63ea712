import type { Cursor, Finding } from '../cursor';

/** What scans must not find says something only where images are built. */
export function checkImages(file: Cursor): Finding[] {
  return file
    .at('applications')
    .items()
    .flatMap((application) => {
      const scan = application.at('imageScan');
      if (scan.value === undefined || application.at('images').value === true) return [];
      return scan.finding(
        'images is not true, so nothing is built that could be scanned; write images: true, or leave imageScan out',
      );
    });
}
