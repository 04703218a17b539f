import { preloaded, queryClient } from "./preload";
import "@fontsource-variable/figtree";
import "@mantine/core/styles.css";
import "@mantine/dates/styles.css";
import "@mantine/notifications/styles.css";
import { MantineProvider } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { Fragment, lazy, type ReactNode, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { Problem } from "../api/client";
import { meQuery } from "../features/session/session";
import { onLocaleChange, startI18n, useLocale } from "../text/i18n";
import { documentTitle } from "./navigation";
import { createAppRouter } from "./router";
import { cssVariables, theme } from "./theme";

const router = createAppRouter(queryClient);
// Notifications that are shown before this is loaded are queued.
const Notifications = lazy(async () => ({ default: (await import("@mantine/notifications")).Notifications }));

/**
 * Clears the user when the API responds with 401. The router then shows the sign-in page, which leads back
 * here.
 */
function handleExpiredSession(event: { type: string; action?: { type: string; error?: unknown } }): void {
  const error = event.type === "updated" && event.action?.type === "error" ? event.action.error : null;
  if (error instanceof Problem && error.status === 401 && error.code !== "wrong_credentials") {
    queryClient.setQueryData(meQuery.queryKey, null);
    void router.invalidate();
  }
}
queryClient.getQueryCache().subscribe(handleExpiredSession);
queryClient.getMutationCache().subscribe(handleExpiredSession);

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}

/** How long the first render waits for the preloaded data, in milliseconds. */
const FIRST_RENDER_TIMEOUT = 200;

/**
 * Mounts the app again when the locale changes. The URL and the query cache are kept, the state of forms is
 * not.
 */
function RemountOnLocaleChange({ children }: { children: ReactNode }) {
  return <Fragment key={useLocale()}>{children}</Fragment>;
}

function renderApp(root: HTMLElement): void {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RemountOnLocaleChange>
          <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
            <ModalsProvider>
              <RouterProvider router={router} />
              <Suspense>
                <Notifications position="bottom-right" />
              </Suspense>
            </ModalsProvider>
          </MantineProvider>
        </RemountOnLocaleChange>
      </QueryClientProvider>
    </StrictMode>,
  );
}

const root = document.getElementById("root");
// The title of the tab until the page sets its own.
onLocaleChange(() => {
  document.title = documentTitle(window.location.pathname);
});
const localeReady = startI18n();
// Rendering before the data arrives renders the page twice, which is slow on a phone.
const routerReady = preloaded.then(() => router.load());
const timeout = new Promise((resolve) => setTimeout(resolve, FIRST_RENDER_TIMEOUT));
if (root)
  void Promise.all([localeReady, Promise.race([routerReady, timeout])]).finally(() => renderApp(root));
