/** What may import what: app -> features -> components -> api, format, text. Features do not know each other. */
module.exports = {
  forbidden: [
    { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
    {
      name: "features-are-strangers",
      severity: "error",
      from: { path: "^src/features/([^/]+)/" },
      to: { path: "^src/features/", pathNot: "^src/features/(?:$1|session)/" },
    },
    { name: "session-knows-no-feature", severity: "error", from: { path: "^src/features/session/" }, to: { path: "^src/features/(?!session/)" } },
    { name: "nobody-imports-the-app", severity: "error", from: { pathNot: "^src/app/" }, to: { path: "^src/app/" } },
    { name: "components-know-no-feature", severity: "error", from: { path: "^src/components/" }, to: { path: "^src/features/" } },
    { name: "the-ground-knows-nothing-above", severity: "error", from: { path: "^src/(api|format|text)/" }, to: { path: "^src/(app|features|components)/" } },
  ],
  options: { tsConfig: { fileName: "tsconfig.json" }, tsPreCompilationDeps: true, doNotFollow: { path: "node_modules" } },
};
