// What every test of the console does: sign in for the first time, and look at all pages.
import assert from "node:assert/strict";
import { accessibilityFaults, settled, widerThanWindow } from "./browser.mjs";
import { Authenticator } from "./totp.mjs";

/** Password, then the second factor is bound, then the one-time password is replaced: every account's first day. */
export async function firstSignIn(page, name, oneTime, password) {
    await page.goto("/");
    await page.getByLabel("用户名").fill(name);
    await page.getByLabel("口令", { exact: true }).fill(oneTime);
    const answer = page.waitForResponse((response) => response.url().endsWith("/api/v1/session") && response.request().method() === "POST");
    await page.getByRole("button", { name: "下一步" }).click();
    const step = await (await answer).json();
    assert.equal(step.state, "enrol_factor");
    const authenticator = new Authenticator(step.totp.uri);
    await page.getByRole("img", { name: "动态口令二维码" }).waitFor();
    await page.getByLabel("六位动态口令").fill(await authenticator.code());
    await page.getByRole("button", { name: "绑定", exact: true }).click();
    await page.getByText("请先修改一次性口令").waitFor();
    await page.getByLabel("当前口令").fill(oneTime);
    await page.getByLabel("新口令", { exact: true }).fill(password);
    await page.getByLabel("再输入一次新口令").fill(password);
    await page.getByRole("button", { name: "修改口令" }).click();
    await page.getByRole("heading", { name: "总览", level: 1 }).waitFor();
    return authenticator;
}

/** Every page of the menu: no failure shown, nothing that axe objects to, no raw text key, no wider than a telephone. */
export async function lookAtEveryPage(page, where) {
    const links = await page.locator("aside nav a").evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    assert.ok(links.length >= 6, "the menu has pages");
    for (const path of [...links, "/account"]) {
        await page.goto(path);
        await page.locator("h1").waitFor();
        await settled(page);
        assert.equal(await page.locator('[role="alert"] .bad code').count(), 0, `${where} ${path} shows a failure: ${await page.locator("main").innerText()}`);
        assert.deepEqual(await accessibilityFaults(page), [], `${where} ${path}`);
        const text = await page.evaluate(() => {
            const words = document.querySelector("main").cloneNode(true);
            for (const code of words.querySelectorAll("code, pre")) code.remove(); // codes of actions and clauses look like text keys
            return words.textContent;
        });
        assert.doesNotMatch(text, /\b(common|nav|overview|notice|person|event|door|retention|deletion|ledger|calibration|user|device|certificate|compliance|system|live|capture|alert|statistics|control|region|rule|schedule|watch|source|hook|stream)\.[a-z]\w+/, `${path} shows a raw text key`);
        const wide = page.viewportSize();
        await page.setViewportSize({ width: 390, height: 844 });
        assert.equal(await widerThanWindow(page), false, `${path} is wider than a telephone`);
        await page.setViewportSize(wide);
    }
}
