import { pictureFile } from '../../picture/file.js';
import type { Scene } from '../../picture/scene.js';
import type { Measure } from '../../picture/sizes.js';
import { style, themeVariables, themes, type Theme } from '../../picture/style.js';
import { drawExtras } from './extras-layer.js';
import type { Extra } from './extras.js';
import { pageFonts } from './text-width.js';

/** The picture and what is laid over it as a file of its own, in the colours and fonts that it has on screen. */
export function exportSvg(scene: Scene, extras: readonly Extra[], measure: Measure, title: string): string {
  const over = drawExtras(extras, scene);
  return pictureFile(scene, { measure, title, over, fontFamily: pageFonts(), theme: pageTheme() });
}

/** The variables of the page's theme, its colours in a form that every program knows. */
function pageTheme(): Theme {
  const computed = getComputedStyle(document.body);
  const probe = document.createElement('i');
  document.body.append(probe);
  const theme: Record<string, string> & Theme = { ...themes.dark };
  for (const name of [...themeVariables, ...Object.keys(style[0]![1])]) {
    const value = computed.getPropertyValue(name).trim();
    if (value === '') continue;
    probe.style.color = '';
    probe.style.color = value;
    theme[name] = probe.style.color === '' ? value : getComputedStyle(probe).color;
  }
  probe.remove();
  return theme;
}
