// RFC 6238, as an authenticator app does it, from the otpauth URI.
import { createHmac } from "node:crypto";

function base32(text) {
    let bits = "";
    for (const letter of text.replace(/[\s=]/g, "").toUpperCase()) bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
    return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

export class Authenticator {
    #lastStep = -1;

    constructor(uri) {
        const query = new URL(uri).searchParams;
        this.secret = base32(query.get("secret"));
        this.algorithm = (query.get("algorithm") ?? "SHA1").toLowerCase();
        this.digits = Number(query.get("digits") ?? 6);
        this.period = Number(query.get("period") ?? 30);
    }

    /** The current code; waits for the next step if this one has been used, because a code counts once. */
    async code() {
        let step = Math.floor(Date.now() / 1000 / this.period);
        if (step === this.#lastStep) {
            step += 1;
            await new Promise((resolve) => setTimeout(resolve, step * this.period * 1000 - Date.now() + 200));
        }
        this.#lastStep = step;
        const counter = Buffer.alloc(8);
        counter.writeBigUInt64BE(BigInt(step));
        const digest = createHmac(this.algorithm, this.secret).update(counter).digest();
        const at = digest.at(-1) & 15;
        return String((digest.readUInt32BE(at) & 0x7fffffff) % 10 ** this.digits).padStart(this.digits, "0");
    }
}
