/**
 * Functions of a module that is loaded when the first of them is called, so that what few sessions need does not hold up
 * the start of all. Once it is loaded a call goes straight through.
 */
export function loadedLater<Module>(load: () => Promise<Module>) {
  let module: Module | undefined;
  return <Arguments extends unknown[], Result>(
      pick: (module: Module) => (...given: Arguments) => Promise<Result>,
    ) =>
    async (...given: Arguments): Promise<Result> => {
      module ??= await load();
      return pick(module)(...given);
    };
}
