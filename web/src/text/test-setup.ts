// Runs before every test file, so that texts can be read.
import { activate } from "./i18n";

await activate("en");
