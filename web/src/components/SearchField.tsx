// A search field whose text is stored in the URL. The field updates immediately, the URL when typing pauses.
import { TextInput, type TextInputProps } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";

/** In milliseconds. */
const DEBOUNCE = 300;

export interface SearchInput {
  text: string;
  setText: (text: string) => void;
  /**
   * Empties the field and cancels a pending search. The caller updates the URL, with other filters if it has
   * any.
   */
  clear: () => void;
}

/** The state of a search field. `q` is the search in the URL; `onSearch` changes it. */
export function useSearchInput(
  q: string | undefined,
  onSearch: (q: string | undefined) => void,
): SearchInput {
  const [text, setInput] = useState(q ?? "");
  const [searched, setSearched] = useState(q);
  const [previous, setPrevious] = useState(q);
  const search = useDebouncedCallback((input: string) => {
    const query = input.trim() || undefined;
    setSearched(query);
    onSearch(query);
  }, DEBOUNCE);
  // The URL changed for another reason, for example by a link to the page without a search.
  if (q !== previous) {
    setPrevious(q);
    if (q !== searched) {
      setSearched(q);
      setInput(q ?? "");
    }
  }
  return {
    text,
    setText: (input) => {
      setInput(input);
      search(input);
    },
    clear: () => {
      search.cancel();
      setInput("");
      setSearched(undefined);
    },
  };
}

interface Props extends Omit<TextInputProps, "value" | "onChange" | "type" | "maxLength"> {
  search: SearchInput;
}

export function SearchField({ search, ...field }: Props) {
  return (
    <TextInput
      {...field}
      type="search"
      maxLength={100}
      value={search.text}
      onChange={(event) => search.setText(event.currentTarget.value)}
    />
  );
}
