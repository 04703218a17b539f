/** Import rules: app -> features -> components -> api, format, text. Features do not import each other. */
const forbid = (name, from, to) => ({ name, severity: "error", from, to });

module.exports = {
  forbidden: [
    forbid("no-circular-imports", {}, { circular: true }),
    forbid(
      "no-imports-between-features",
      { path: "^src/features/([^/]+)/" },
      { path: "^src/features/", pathNot: "^src/features/(?:$1|session)/" },
    ),
    forbid(
      "session-imports-no-feature",
      { path: "^src/features/session/" },
      { path: "^src/features/(?!session/)" },
    ),
    forbid("only-app-imports-app", { pathNot: "^src/app/" }, { path: "^src/app/" }),
    forbid("components-import-no-feature", { path: "^src/components/" }, { path: "^src/features/" }),
    forbid(
      "api-format-text-import-nothing-above",
      { path: "^src/(api|format|text)/" },
      { path: "^src/(app|features|components)/" },
    ),
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
  },
};
