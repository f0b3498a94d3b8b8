import type zh from "../zh-CN";
import common from "./common";
import control from "./control";
import data from "./data";
import equipment from "./equipment";
import identity from "./identity";
import people from "./people";
import recognition from "./recognition";
import video from "./video";

/** The same keys as the Chinese texts, or this does not compile. */
const texts: typeof zh = { ...common, ...identity, ...people, ...recognition, ...data, ...equipment, ...video, ...control };
export default texts;
