import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The folder of the checkout. The tests run from `out/test/support`. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/** One import, export-from or dynamic import. */
export interface Import {
  /** The importing file, relative to the project, with `/`. */
  file: string;
  /** A file of the project in the same form, as its source (`.ts`), or a package as it is written. */
  target: string;
  inProject: boolean;
  /** Nothing of the target is there at run time. */
  typeOnly: boolean;
  /** It is loaded when the import is run. */
  later: boolean;
}

/** All files below a folder of the project with one of these endings, relative to the project, sorted. */
export function filesBelow(folder: string, endings: string[]): string[] {
  return readdirSync(path.join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => `${folder}/${name.replaceAll(path.sep, '/')}`)
    .sort();
}

/** What a file imports, in the order of its text. */
export function importsOf(file: string): Import[] {
  const text = readFileSync(path.join(projectRoot, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined)
      found.push({
        ...toImport(file, specifier),
        typeOnly: isTypeOnly(node),
        later: ts.isCallExpression(node),
      });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function specifierOf(node: ts.Node): string | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return textOf(node.moduleSpecifier);
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? textOf(node.argument.literal) : undefined;
  }
  const dynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return dynamic ? textOf(node.arguments[0]) : undefined;
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node && ts.isStringLiteral(node) ? node.text : undefined;
}

function isTypeOnly(node: ts.Node): boolean {
  if (ts.isImportTypeNode(node)) return true;
  if (ts.isImportDeclaration(node)) return node.importClause?.isTypeOnly ?? false;
  return ts.isExportDeclaration(node) && node.isTypeOnly;
}

function toImport(file: string, specifier: string): Pick<Import, 'file' | 'target' | 'inProject'> {
  if (!specifier.startsWith('.')) return { file, target: specifier, inProject: false };
  const joined = path.posix.join(path.posix.dirname(file), specifier);
  return { file, target: joined.replace(/\.js$/, '.ts'), inProject: true };
}
