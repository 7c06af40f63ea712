/** Name of a change: `orders-42`. Numbers count up by one for each application, without gaps. */
export function changeName(application: string, number: number): string {
  return `${application}-${number}`;
}

/** Reads `orders-42`; undefined for anything else. */
export function parseChangeName(name: string): { application: string; number: number } | undefined {
  const [, application, digits] = /^([a-z][a-z0-9-]{0,19})-([1-9]\d{0,8})$/.exec(name) ?? [];
  return application && digits ? { application, number: Number(digits) } : undefined;
}

/** The number as keys carry it, so that they sort: `00000042`. */
export function sortable(number: number): string {
  return String(number).padStart(8, '0');
}
