/** What the element says before a view is there. */
export const whatif = {
  loading: "Loading the modules …",
  noTable: "No table has been given yet.",
  noView: (module: string) => `The module ${module} has no view of its own; programs can call it.`,
};
