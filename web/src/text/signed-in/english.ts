// English of those who signed in. It comes with the first of their pages, not with the first page of all.
import { i18n } from "@lingui/core";
import { SOURCE } from "../locale";
import { messages } from "../locales/en/signed-in.po";

i18n.load(SOURCE, messages);
