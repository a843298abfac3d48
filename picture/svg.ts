/** Attribute values; what is `null` is left out. */
export type Attributes = Readonly<Record<string, string | number | null>>;

/** An element of a drawing as plain data: an editor's panel makes DOM of it, the command line text. */
export interface SvgNode {
  readonly name: string;
  readonly attributes: Attributes;
  /** Text children are text, whatever is in it. */
  readonly children: readonly (SvgNode | string)[];
}

/** An SVG element with attributes and children; children that are `null` are left out. */
export function svg(
  name: string,
  attributes: Attributes,
  ...children: readonly (SvgNode | string | null)[]
): SvgNode {
  return { name, attributes, children: children.filter((child) => child !== null) };
}
