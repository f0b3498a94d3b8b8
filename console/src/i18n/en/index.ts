import type zh from "../zh-CN";
import common from "./common";
import data from "./data";
import equipment from "./equipment";
import identity from "./identity";
import people from "./people";
import recognition from "./recognition";

/** The same keys as the Chinese texts, or this does not compile. */
const texts: typeof zh = { ...common, ...identity, ...people, ...recognition, ...data, ...equipment };
export default texts;
