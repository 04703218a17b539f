import { Button, Center } from "@mantine/core";
import { t } from "../text/texts";

interface Paged {
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

/** Loads the next page of a list. Hidden on the last page. */
export function ShowMoreButton({ query }: { query: Paged }) {
  if (!query.hasNextPage) return null;
  return (
    <Center>
      <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t.showMore}
      </Button>
    </Center>
  );
}
