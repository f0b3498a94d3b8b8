import type { Permission } from "@/api/types";
import type { IconName } from "@/components/icons";

export interface NavItem {
    name: string;
    path: string;
    icon: IconName;
    /** Any one of these opens the page; none means everyone signed in. */
    needs: readonly Permission[];
}

/** The menu, grouped by the life of the data. The needs mirror `x-permission` of the contract, so nobody is led to a page that refuses them. */
export const nav: readonly { group: string; items: readonly NavItem[] }[] = [
    { group: "home", items: [{ name: "overview", path: "/", icon: "overview", needs: [] }] },
    {
        group: "video",
        items: [
            { name: "live", path: "/live", icon: "live", needs: ["view_video"] },
            { name: "captures", path: "/captures", icon: "capture", needs: ["read_captures"] },
            { name: "alerts", path: "/alerts", icon: "alert", needs: ["read_alerts"] },
            { name: "statistics", path: "/statistics", icon: "statistics", needs: ["read_statistics"] },
            { name: "control", path: "/control", icon: "control", needs: ["view_video", "manage_cameras", "read_alerts"] },
            { name: "watchLists", path: "/watch-lists", icon: "watch", needs: ["manage_watch_lists", "manage_cameras"] },
            { name: "cameras", path: "/cameras", icon: "camera", needs: ["view_video", "manage_cameras", "read_captures", "read_alerts", "read_statistics"] },
        ],
    },
    {
        group: "collect",
        items: [
            { name: "notices", path: "/notices", icon: "notice", needs: ["read_notices"] },
            { name: "persons", path: "/persons", icon: "people", needs: ["read_persons"] },
            { name: "import", path: "/import", icon: "import", needs: ["write_persons"] },
        ],
    },
    {
        group: "recognise",
        items: [
            { name: "verify", path: "/verify", icon: "verify", needs: ["verify"] },
            { name: "identify", path: "/identify", icon: "identify", needs: ["identify"] },
            { name: "events", path: "/events", icon: "events", needs: ["read_events"] },
            { name: "doors", path: "/doors", icon: "door", needs: ["read_events", "manage_doors"] },
        ],
    },
    {
        group: "data",
        items: [
            { name: "retention", path: "/retention", icon: "retention", needs: ["read_deletions"] },
            { name: "deletions", path: "/deletions", icon: "deletion", needs: ["read_deletions"] },
            { name: "ledger", path: "/ledger", icon: "ledger", needs: ["read_ledger"] },
            { name: "calibration", path: "/calibration", icon: "calibration", needs: ["read_settings"] },
        ],
    },
    {
        group: "manage",
        items: [
            { name: "users", path: "/users", icon: "users", needs: ["manage_users"] },
            { name: "devices", path: "/devices", icon: "device", needs: ["manage_devices"] },
            { name: "webhooks", path: "/webhooks", icon: "push", needs: ["manage_webhooks"] },
            { name: "certificates", path: "/certificates", icon: "certificate", needs: ["manage_certificates"] },
            { name: "compliance", path: "/compliance", icon: "compliance", needs: ["read_settings"] },
            { name: "system", path: "/system", icon: "system", needs: ["read_settings"] },
        ],
    },
];

export const needsOf = (name: string): readonly Permission[] => nav.flatMap((group) => group.items).find((item) => item.name === name)?.needs ?? [];
