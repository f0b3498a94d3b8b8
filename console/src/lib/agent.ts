/** First match wins: browsers name those they descend from, too. */
const browsers: readonly (readonly [RegExp, string])[] = [
    [/Edg(?:A|iOS)?\/(\d+)/, "Edge"],
    [/OPR\/(\d+)/, "Opera"],
    [/(?:Firefox|FxiOS)\/(\d+)/, "Firefox"],
    [/(?:Chrome|CriOS)\/(\d+)/, "Chrome"],
    [/Version\/(\d+).*Safari/, "Safari"],
];
const systems: readonly (readonly [RegExp, string])[] = [
    [/Windows/, "Windows"],
    [/Android/, "Android"],
    [/iPhone|iPad/, "iOS"],
    [/Mac OS X/, "macOS"],
    [/Linux/, "Linux"],
];

/** `Chrome 126 · Windows` from what a browser says of itself; what is no known browser stays as it is. */
export function browserOf(agent: string): string {
    for (const [pattern, name] of browsers) {
        const version = pattern.exec(agent)?.[1];
        if (!version) continue;
        const system = systems.find(([mark]) => mark.test(agent))?.[1];
        return `${name} ${version}${system ? ` · ${system}` : ""}`;
    }
    return agent;
}
