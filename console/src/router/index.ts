import { nextTick } from "vue";
import { createRouter, createWebHistory, type RouteRecordRaw } from "vue-router";
import { i18n } from "@/i18n";
import { useSession } from "@/stores/session";

declare module "vue-router" {
    interface RouteMeta {
        /** Key under `nav.` for the title; also the menu item that is lit. */
        nav: string;
        open?: boolean;
        /** Uses the whole width of the window. */
        wide?: boolean;
    }
}

const page = (path: string, name: string, component: () => Promise<unknown>, nav = name): RouteRecordRaw =>
    ({ path, name, component, meta: { nav }, props: true }) as RouteRecordRaw;

const routes: RouteRecordRaw[] = [
    { path: "/sign-in", name: "sign-in", component: () => import("@/pages/SignInPage.vue"), meta: { nav: "signIn", open: true } },
    page("/", "overview", () => import("@/pages/OverviewPage.vue")),
    { ...page("/live", "live", () => import("@/pages/LivePage.vue")), meta: { nav: "live", wide: true } },
    page("/captures", "captures", () => import("@/pages/CapturesPage.vue")),
    page("/alerts", "alerts", () => import("@/pages/AlertsPage.vue")),
    page("/statistics", "statistics", () => import("@/pages/StatisticsPage.vue")),
    page("/control", "control", () => import("@/pages/ControlPage.vue")),
    page("/watch-lists", "watchLists", () => import("@/pages/WatchListsPage.vue")),
    page("/cameras", "cameras", () => import("@/pages/CamerasPage.vue")),
    page("/notices", "notices", () => import("@/pages/NoticesPage.vue")),
    page("/notices/new", "notice-new", () => import("@/pages/NoticeEditPage.vue"), "notices"),
    page("/notices/:noticeId", "notice", () => import("@/pages/NoticePage.vue"), "notices"),
    page("/persons", "persons", () => import("@/pages/PersonsPage.vue")),
    page("/persons/new", "person-new", () => import("@/pages/RegisterPage.vue"), "persons"),
    page("/persons/:personId", "person", () => import("@/pages/PersonPage.vue"), "persons"),
    page("/import", "import", () => import("@/pages/ImportPage.vue")),
    page("/verify", "verify", () => import("@/pages/VerifyPage.vue")),
    page("/identify", "identify", () => import("@/pages/IdentifyPage.vue")),
    page("/events", "events", () => import("@/pages/EventsPage.vue")),
    page("/doors", "doors", () => import("@/pages/DoorsPage.vue")),
    page("/retention", "retention", () => import("@/pages/RetentionPage.vue")),
    page("/deletions", "deletions", () => import("@/pages/DeletionsPage.vue")),
    page("/deletions/:deletionId", "deletion", () => import("@/pages/DeletionPage.vue"), "deletions"),
    page("/ledger", "ledger", () => import("@/pages/LedgerPage.vue")),
    page("/calibration", "calibration", () => import("@/pages/CalibrationPage.vue")),
    page("/users", "users", () => import("@/pages/UsersPage.vue")),
    page("/account", "account", () => import("@/pages/AccountPage.vue")),
    page("/devices", "devices", () => import("@/pages/DevicesPage.vue")),
    page("/webhooks", "webhooks", () => import("@/pages/WebhooksPage.vue")),
    page("/certificates", "certificates", () => import("@/pages/CertificatesPage.vue")),
    page("/compliance", "compliance", () => import("@/pages/CompliancePage.vue")),
    page("/system", "system", () => import("@/pages/SystemPage.vue")),
    { path: "/:rest(.*)*", name: "missing", component: () => import("@/pages/MissingPage.vue"), meta: { nav: "missing" } },
];

export const router = createRouter({
    history: createWebHistory(),
    routes,
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

router.beforeEach(async (to) => {
    if (to.meta.open) return true;
    const session = useSession();
    await session.restore().catch(() => undefined); // unreachable platform: the sign-in page says so
    if (!session.user) return { name: "sign-in", query: to.fullPath === "/" ? {} : { next: to.fullPath } };
    if (session.mustChangePassword && to.name !== "account") return { name: "account" };
    if (!session.mayVisit(to.meta.nav)) return { name: "overview" };
    return true;
});

router.afterEach((to, from) => {
    const { t } = i18n.global;
    document.title = `${t(`nav.${to.meta.nav}`)} · ${t("common.product")}`;
    if (from.name) void nextTick(() => document.getElementById("page-title")?.focus()); // a new page is announced from its heading
});
