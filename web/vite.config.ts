import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  // Two origins, as in production: the API is at its own port.
  server: { port: 3000, strictPort: true },
  build: { target: "es2022", sourcemap: false, assetsInlineLimit: 0 },
  test: { environment: "happy-dom", include: ["src/**/*.test.{ts,tsx}"] },
});
