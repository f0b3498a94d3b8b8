/** Boxes belong to the frame they were found in. Pictures and boxes travel separately, so each picture looks up the boxes of its own time. */
export interface Timed {
    /** RFC 3339, of the frame. */
    time: string;
}

/** How much older than the picture boxes may be: analysis looks at some frames only, and a face moves little in between. */
const oldestMs = 600;
/** Clocks of picture and boxes are one; what is newer than the picture by more than this belongs to a later one. */
const newestMs = 40;
const keptEntries = 64;

/** The last sightings of one camera, oldest first. */
export class BoxTrail<T extends Timed> {
    private entries: { at: number; value: T }[] = [];

    add(value: T): void {
        const at = Date.parse(value.time);
        if (Number.isNaN(at)) return;
        let place = this.entries.length;
        while (place > 0 && this.entries[place - 1]!.at > at) place -= 1; // a late one is put where it belongs
        this.entries.splice(place, 0, { at, value });
        if (this.entries.length > keptEntries) this.entries.shift();
    }

    /** What was seen at this time, or shortly before it; null when analysis saw nothing of this moment. */
    at(pictureMs: number): T | null {
        for (let index = this.entries.length - 1; index >= 0; index -= 1) {
            const age = pictureMs - this.entries[index]!.at;
            if (age < -newestMs) continue;
            return age <= oldestMs ? this.entries[index]!.value : null;
        }
        return null;
    }

    /** For a picture that does not say its time. */
    newest(): T | null {
        return this.entries.at(-1)?.value ?? null;
    }

    clear(): void {
        this.entries = [];
    }
}
