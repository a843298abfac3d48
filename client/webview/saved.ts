import { parseFilter, type Filter } from './filter.js';
import type { Box, Line } from '../../picture/geometry.js';
import { parseOverlays, type Overlays } from './overlay-box.js';
import type { KeptState } from './protocol.js';
import type { Remembered } from './scene.js';
import { parseSubject, type Subject } from './subject.js';
import type { View } from './view.js';
import { parseViewName, type ViewName } from './views.js';

/** What outlives a reload of the picture. */
export interface Saved extends Remembered, KeptState {
  readonly view: View;
  /** Whether the view was the one that shows all. */
  readonly fitted: boolean;
  readonly legend: boolean;
  readonly shows: ViewName;
  readonly filter: Filter;
  readonly overlays: Overlays;
  readonly subject: Subject | null;
}

/** The saved state in `data`; `null` where there is none, or one of another version. */
export function parseSaved(data: unknown): Saved | null {
  if (typeof data !== 'object' || data === null) return null;
  const {
    document,
    opened,
    closed,
    boxes,
    lines,
    laidOut,
    way,
    levels,
    view,
    fitted,
    legend,
    shows,
    filter,
    overlays,
    subject,
  } = data as Partial<Record<keyof Saved, unknown>>;
  if (typeof document !== 'string') return null;
  if (!isStrings(opened) || !isStrings(closed) || !isPlaces(boxes) || !isView(view)) return null;
  if (!isLines(lines) || typeof laidOut !== 'string') return null;
  const known = way === 'RIGHT' || way === 'DOWN' ? way : null;
  const depth = typeof levels === 'number' && levels >= 0 ? levels : null;
  return {
    ...{ document, opened, closed, boxes, lines, laidOut, view },
    fitted: fitted === true,
    way: known,
    levels: depth,
    legend: legend === true,
    shows: parseViewName(shows),
    filter: parseFilter(filter),
    overlays: parseOverlays(overlays),
    subject: parseSubject(subject),
  };
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isPlaces(value: unknown): value is [string, Box][] {
  return (
    Array.isArray(value) &&
    value.every(
      (entry: unknown) =>
        Array.isArray(entry) &&
        typeof entry[0] === 'string' &&
        hasNumbers(entry[1], ['x', 'y', 'width', 'height']),
    )
  );
}

function isLines(value: unknown): value is [string, Line][] {
  return (
    Array.isArray(value) &&
    value.every((entry: unknown) => Array.isArray(entry) && typeof entry[0] === 'string' && isLine(entry[1]))
  );
}

function isLine(value: unknown): value is Line {
  if (typeof value !== 'object' || value === null) return false;
  const { points, label } = value as Partial<Record<keyof Line, unknown>>;
  if (!Array.isArray(points) || !points.every((point) => hasNumbers(point, ['x', 'y']))) return false;
  return label === null || hasNumbers(label, ['x', 'y', 'width', 'height']);
}

function isView(value: unknown): value is View {
  return hasNumbers(value, ['x', 'y', 'zoom']);
}

function hasNumbers(value: unknown, keys: readonly string[]): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Record<string, unknown>;
  return keys.every((key) => Number.isFinite(record[key]));
}
