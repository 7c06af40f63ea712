/**
 * What change control rests on, fact by fact: an approval, a window, a bake, an alarm. Both sides of a difference are
 * read into facts; facts with the same key are compared. The one question behind every judgement: can something reach
 * prod, stay there or go unnoticed that could not before? Then change control is weaker.
 */

/** What a change does to change control. Only what is shown to be stronger counts as such; the rest is different. */
export type Judgement = 'weaker' | 'unknown' | 'different' | 'stronger';

/** By what two values of a fact are compared; facts without an order differ where their texts do. */
export type Order =
  | {
      readonly by: 'size';
      readonly size: number;
      /** What a greater number means; a smaller one means the opposite. */
      readonly more: 'weaker' | 'stronger';
      /** Numbers of different units are just different. */
      readonly unit?: string;
    }
  | {
      readonly by: 'members';
      readonly members: readonly string[];
      /** What another member means, and one less. */
      readonly more: Judgement;
      readonly less: Judgement;
      readonly unit?: string;
    }
  /** Only the order of what both sides have counts. */
  | { readonly by: 'sequence'; readonly items: readonly string[]; readonly unit?: string };

/** One thing that change control rests on. */
export interface Fact {
  /** Whose it is, a heading: `pipeline orders`. */
  readonly of: string;
  /** The same thing on both sides, unique within `of`. */
  readonly key: string;
  /** Key of the fact that it is a detail of: where that one comes or goes, the detail is not told besides. */
  readonly within?: string;
  /** What it is, in words: `approval BusinessOwner`. */
  readonly subject: string;
  /** One of several places that have the same fact; places with equal changes are told in one line. */
  readonly place?: { readonly name: string; readonly among: number };
  /** Its value in words. */
  readonly text: string;
  readonly order?: Order;
  /** What it means that it is there no more; `untold` where another part of the difference tells it. */
  readonly gone?: Judgement | 'untold';
  /** What it means that it is new. */
  readonly come?: Judgement | 'untold';
  /** Construct path or template path. */
  readonly where: string;
}

/** One change of change control. */
export interface ControlChange {
  readonly judgement: Judgement;
  /** What changed: `approval BusinessOwner`. */
  readonly subject: string;
  /** Where the same stands in several places: their names; empty where it is everywhere or in one place only. */
  readonly places: readonly string[];
  /** Value before and after in words; null where it is not there. */
  readonly old: string | null;
  readonly new: string | null;
  /** Construct paths or template paths. */
  readonly where: readonly string[];
}

/** Changes under one heading, weakest first. */
export interface ControlGroup {
  readonly of: string;
  readonly changes: readonly ControlChange[];
}

/** Order in which changes are told. */
export const JUDGEMENTS: readonly Judgement[] = ['weaker', 'unknown', 'different', 'stronger'];
