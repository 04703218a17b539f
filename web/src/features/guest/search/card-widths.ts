/** How wide the picture of a card is, as `sizes` of an image says it: one, two or three cards beside each other. */
export const CARD_WIDTHS = "(min-width: 75em) 380px, (min-width: 48em) 50vw, 100vw";
