/** What the element says before a view is there. */
export const whatif = {
  loading: "Loading the modules …",
  noModule: "No module is named yet: set the attribute module.",
  noTable: "No table has been given yet.",
  noView: (module: string) => `The module ${module} has no view of its own; programs can call it.`,
};
