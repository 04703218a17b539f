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
import { begin, onLanguage, useLocale } from "../text/i18n";
import { tabTitleOf } from "./navigation";
import { makeRouter } from "./router";
import { readable, theme } from "./theme";

const router = makeRouter(queryClient);
// A notice that is shown before waits for its place.
const Notices = lazy(async () => ({ default: (await import("@mantine/notifications")).Notifications }));

/** The API answered 401 because the session has ended: clear the user. The router then shows the sign-in page, which leads back here. */
function onEvent(event: { type: string; action?: { type: string; error?: unknown } }): void {
  const error = event.type === "updated" && event.action?.type === "error" ? event.action.error : null;
  if (error instanceof Problem && error.status === 401 && error.code !== "wrong_credentials") {
    queryClient.setQueryData(meQuery.queryKey, null);
    void router.invalidate();
  }
}
queryClient.getQueryCache().subscribe(onEvent);
queryClient.getMutationCache().subscribe(onEvent);

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}

/** How long the first render waits for the preloaded data, in milliseconds. */
const FIRST_RENDER_TIMEOUT = 200;

/** Draws everything anew in another language. What stands in the address or came from the API stays; a form begins anew. */
function InLanguage({ children }: { children: ReactNode }) {
  return <Fragment key={useLocale()}>{children}</Fragment>;
}

function draw(root: HTMLElement): void {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <InLanguage>
          <MantineProvider theme={theme} cssVariablesResolver={readable} defaultColorScheme="auto">
            <ModalsProvider>
              <RouterProvider router={router} />
              <Suspense>
                <Notices position="bottom-right" />
              </Suspense>
            </ModalsProvider>
          </MantineProvider>
        </InLanguage>
      </QueryClientProvider>
    </StrictMode>,
  );
}

const root = document.getElementById("root");
// A page that has not said yet what its tab is called has it from the address.
onLanguage(() => {
  document.title = tabTitleOf(window.location.pathname);
});
const spoken = begin();
// Rendering before the data arrives renders the page twice, which is slow on a phone.
const ready = preloaded.then(() => router.load());
const late = new Promise((resolve) => setTimeout(resolve, FIRST_RENDER_TIMEOUT));
if (root) void Promise.all([spoken, Promise.race([ready, late])]).finally(() => draw(root));
