import { answered, queryClient } from "./early";
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
import { begin, useLocale } from "../text/i18n";
import { makeRouter } from "./router";
import { readable, theme } from "./theme";

const router = makeRouter(queryClient);
// A notice that is shown before waits for its place.
const Notices = lazy(async () => ({ default: (await import("@mantine/notifications")).Notifications }));

/** A session that ended elsewhere: forget who was signed in; the router then asks to sign in and comes back here. */
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

/** How long the first drawing waits for its answers, in milliseconds. */
const PATIENCE = 200;

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
const spoken = begin();
// A page that is drawn before its answers are there is drawn twice, which a slow phone feels.
const ready = answered.then(() => router.load());
const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
if (root) void Promise.all([spoken, Promise.race([ready, late])]).finally(() => draw(root));
