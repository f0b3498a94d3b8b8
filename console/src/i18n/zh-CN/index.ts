import common from "./common";
import control from "./control";
import data from "./data";
import equipment from "./equipment";
import identity from "./identity";
import people from "./people";
import recognition from "./recognition";
import video from "./video";

export default { ...common, ...identity, ...people, ...recognition, ...data, ...equipment, ...video, ...control };
