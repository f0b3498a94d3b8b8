/** Hands a file to the person: through a short-lived object URL, never through a link that carries data. */
export function saveAs(content: Blob | string, name: string, type = "application/octet-stream"): void {
    const url = URL.createObjectURL(typeof content === "string" ? new Blob([content], { type }) : content);
    const link = document.createElement("a");
    link.href = url;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

export function saveJson(content: unknown, name: string): void {
    saveAs(JSON.stringify(content, null, 2), name, "application/json");
}
