// Before every file of tests: texts can be read.
import { activate } from "./i18n";

await activate("en");
