/** The `sizes` attribute of the picture of a card, for one, two or three cards in a row. */
export const CARD_WIDTHS = "(min-width: 75em) 380px, (min-width: 48em) 50vw, 100vw";
