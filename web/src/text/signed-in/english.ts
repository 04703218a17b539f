// Loads the English catalogue of the pages behind the sign-in, together with the first of these pages.
import { i18n } from "@lingui/core";
import { SOURCE_LOCALE } from "../locale";
import { messages } from "../locales/en/signed-in.po";

i18n.load(SOURCE_LOCALE, messages);
