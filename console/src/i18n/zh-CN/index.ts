import common from "./common";
import data from "./data";
import equipment from "./equipment";
import identity from "./identity";
import people from "./people";
import recognition from "./recognition";

export default { ...common, ...identity, ...people, ...recognition, ...data, ...equipment };
