import { useI18n } from "vue-i18n";
import { api, ok } from "@/api/client";
import { useSession } from "@/stores/session";
import { shortId } from "./format";
import { useLoaded } from "./task";

/** Who did something, by name: the system, oneself, and others for whoever may see the accounts; an id stands for the rest. */
export function useActors(): (id: string) => string {
    const { t } = useI18n();
    const session = useSession();
    const users = useLoaded(async () => (session.may("manage_users") ? (await ok(api.GET("/api/v1/users"))).items : []));
    return (id) => {
        if (id === "system") return t("common.system");
        const known = id === session.user?.id ? session.user : users.data.value?.find((user) => user.id === id);
        return known?.name ?? (/^[0-9a-f]{32}$/.test(id) ? shortId(id) : id);
    };
}
