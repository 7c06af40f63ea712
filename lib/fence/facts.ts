/** What the fence knows of a stage when it reads its finished templates. */
export interface StageFacts {
  /** Whether the stage is prod's. */
  readonly prod: boolean;
  /** Region that the template is deployed to. */
  readonly region: string;
  /** ARN of the boundary that every role of the stage carries. */
  readonly boundary: string;
  /** Ids of the file assets that are templates of the stage's own nested stacks. */
  readonly nestedTemplates: readonly string[];
  /** Roles of the stage that have a fixed name: name to path. */
  readonly namedRoles: ReadonlyMap<string, string>;
  /** Names that the stacks of the stage export. */
  readonly exports: readonly string[];
}

/** What a rule may look at besides the resource. */
export interface Surroundings extends StageFacts {
  /** Types of the resources of the same template, by their logical ids. */
  readonly types: ReadonlyMap<string, string>;
  /** Whether the template is a nested stack's, whose parameters its parent fills in. */
  readonly nested: boolean;
}
