// A search that is kept in the address: the field shows what was typed at once, the address follows when typing pauses.
import { TextInput, type TextInputProps } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";

/** How long nobody types before the search begins, in milliseconds. */
const PAUSE = 300;

export interface TypedSearch {
  typed: string;
  type: (text: string) => void;
  /** For who clears the search along with other filters: what was typed and not yet asked for is forgotten too. */
  clear: () => void;
}

/** What is typed into the search of a page, whose address says `q`. */
export function useTypedSearch(
  q: string | undefined,
  onSearch: (q: string | undefined) => void,
): TypedSearch {
  const [typed, setTyped] = useState(q ?? "");
  const [asked, setAsked] = useState(q);
  const [seen, setSeen] = useState(q);
  const ask = useDebouncedCallback((text: string) => {
    const wanted = text.trim() || undefined;
    setAsked(wanted);
    onSearch(wanted);
  }, PAUSE);
  // An address that came from elsewhere, such as a link to the page without a search.
  if (q !== seen) {
    setSeen(q);
    if (q !== asked) {
      setAsked(q);
      setTyped(q ?? "");
    }
  }
  return {
    typed,
    type: (text) => {
      setTyped(text);
      ask(text);
    },
    clear: () => {
      ask.cancel();
      setTyped("");
      setAsked(undefined);
    },
  };
}

interface Props extends Omit<TextInputProps, "value" | "onChange" | "type" | "maxLength"> {
  search: TypedSearch;
}

export function SearchField({ search, ...field }: Props) {
  return (
    <TextInput
      {...field}
      type="search"
      maxLength={100}
      value={search.typed}
      onChange={(event) => search.type(event.currentTarget.value)}
    />
  );
}
