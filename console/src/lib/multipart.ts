/** Reads `multipart/x-mixed-replace` as it arrives, so that a picture keeps the headers that an <img> would throw away: above all its time. */
export interface Part {
    headers: Map<string, string>;
    body: Uint8Array<ArrayBuffer>;
}

const largestPart = 8 * 1024 * 1024;
const text = new TextDecoder("latin1");

export function boundaryOf(contentType: string | null): string | null {
    return /boundary="?([^";]+)"?/i.exec(contentType ?? "")?.[1] ?? null;
}

function find(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
    for (let at = bytes.indexOf(wanted[0]!, from); at >= 0; at = bytes.indexOf(wanted[0]!, at + 1)) {
        if (at + wanted.length > bytes.length) return -1;
        let same = 1;
        while (same < wanted.length && bytes[at + same] === wanted[same]) same += 1;
        if (same === wanted.length) return at;
    }
    return -1;
}

function headersOf(block: string): Map<string, string> {
    const headers = new Map<string, string>();
    for (const line of block.split("\r\n")) {
        const colon = line.indexOf(":");
        if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
    }
    return headers;
}

/** Give it bytes in any pieces; it gives back the parts that are whole. Throws on what cannot be a stream of pictures. */
export class PartReader {
    private kept: Uint8Array<ArrayBuffer> = new Uint8Array(0);
    private readonly mark: Uint8Array;

    constructor(boundary: string) {
        this.mark = new TextEncoder().encode(`--${boundary}`);
    }

    push(chunk: Uint8Array): Part[] {
        const joined = new Uint8Array(this.kept.length + chunk.length);
        joined.set(this.kept);
        joined.set(chunk, this.kept.length);
        this.kept = joined;
        const parts: Part[] = [];
        for (let part = this.take(); part; part = this.take()) parts.push(part);
        if (this.kept.length > largestPart) throw new Error("a part of the stream is larger than any picture");
        return parts;
    }

    private take(): Part | null {
        const start = find(this.kept, this.mark, 0);
        if (start < 0) return null;
        const ends = find(this.kept, new Uint8Array([13, 10, 13, 10]), start);
        if (ends < 0) return null;
        const headers = headersOf(text.decode(this.kept.subarray(start + this.mark.length, ends)));
        const from = ends + 4;
        const said = Number(headers.get("content-length") ?? Number.NaN);
        const to = Number.isInteger(said) ? from + said : find(this.kept, this.mark, from) - 2; // the line break before the next mark
        if (said > largestPart) throw new Error("a part of the stream is larger than any picture");
        if (to < from || to > this.kept.length) return null;
        const body = this.kept.slice(from, to);
        this.kept = this.kept.slice(to);
        return { headers, body };
    }
}
