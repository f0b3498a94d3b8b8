import type { Role } from "@/api/types";
import type { IconName } from "@/components/icons";

export interface NavItem {
    name: string;
    path: string;
    icon: IconName;
    roles: readonly Role[];
}

const all: readonly Role[] = ["administrator", "operator", "guard", "auditor"];
const records: readonly Role[] = ["administrator", "operator"];
const desk: readonly Role[] = ["administrator", "operator", "guard"];
const readers: readonly Role[] = ["administrator", "operator", "auditor"];
const control: readonly Role[] = ["administrator", "auditor"];

/** The menu, grouped by the life of the data. Roles mirror `x-roles` of the contract, so nobody is led to a page that refuses them. */
export const nav: readonly { group: string; items: readonly NavItem[] }[] = [
    { group: "home", items: [{ name: "overview", path: "/", icon: "overview", roles: all }] },
    {
        group: "collect",
        items: [
            { name: "notices", path: "/notices", icon: "notice", roles: all },
            { name: "persons", path: "/persons", icon: "people", roles: records },
            { name: "import", path: "/import", icon: "import", roles: records },
        ],
    },
    {
        group: "recognise",
        items: [
            { name: "verify", path: "/verify", icon: "verify", roles: desk },
            { name: "identify", path: "/identify", icon: "identify", roles: desk },
            { name: "events", path: "/events", icon: "events", roles: all },
            { name: "doors", path: "/doors", icon: "door", roles: all },
        ],
    },
    {
        group: "data",
        items: [
            { name: "retention", path: "/retention", icon: "retention", roles: readers },
            { name: "deletions", path: "/deletions", icon: "deletion", roles: readers },
            { name: "ledger", path: "/ledger", icon: "ledger", roles: control },
            { name: "calibration", path: "/calibration", icon: "calibration", roles: control },
        ],
    },
    {
        group: "manage",
        items: [
            { name: "users", path: "/users", icon: "users", roles: ["administrator"] },
            { name: "devices", path: "/devices", icon: "device", roles: control },
            { name: "certificates", path: "/certificates", icon: "certificate", roles: control },
            { name: "compliance", path: "/compliance", icon: "compliance", roles: readers },
            { name: "system", path: "/system", icon: "system", roles: all },
        ],
    },
];

export const rolesOf = (name: string): readonly Role[] => nav.flatMap((group) => group.items).find((item) => item.name === name)?.roles ?? all;
