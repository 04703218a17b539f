import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Lays `.br` and `.gz` beside what compresses well, once and as small as it gets: whoever serves them need not compress. */
function compressed() {
  let folder = "dist";
  return {
    name: "soulter-compressed",
    apply: "build" as const,
    configResolved(config: { build: { outDir: string } }) {
      folder = config.build.outDir;
    },
    async closeBundle() {
      for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
        if (!/\.(js|css|svg|json|webmanifest)$/.test(entry.name)) continue;
        const path = join(entry.parentPath, entry.name);
        const file = await readFile(path);
        if (file.length < 1024) continue;
        await writeFile(`${path}.br`, brotliCompressSync(file));
        await writeFile(`${path}.gz`, gzipSync(file, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), compressed()],
  // Beside `make run`, whose built app is on 3000. The API is at its own port, as in production.
  server: { port: 3001, strictPort: true },
  // What a visitor loads first is measured, compressed, by `make bench`.
  build: { target: "es2022", sourcemap: false, assetsInlineLimit: 0, chunkSizeWarningLimit: 1000 },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"] },
});
