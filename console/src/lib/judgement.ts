import { onBeforeUnmount, shallowRef, type ShallowRef } from "vue";
import { release, toBase64, type Picture } from "./pictures";
import { useTask, type Task } from "./task";

export interface Judgement<T> {
    /** Live frames of the person to be judged. */
    frames: ShallowRef<Picture[]>;
    decision: ShallowRef<T | null>;
    judge: Task<[], void>;
}

/**
 * B3, B4: asks the platform about the live frames. Whatever it answers, the frames are released with the answer, as the platform wipes them there; `forget`
 * does so with what else went into the question. Leaving the page releases them too.
 */
export function useJudgement<T>(ask: (frames: string[]) => Promise<T>, forget: () => void = () => {}): Judgement<T> {
    const frames = shallowRef<Picture[]>([]);
    const decision = shallowRef<T | null>(null);
    function drop() {
        release(...frames.value);
        frames.value = [];
        forget();
    }
    const judge = useTask(async () => {
        decision.value = null;
        try {
            decision.value = await ask(await Promise.all(frames.value.map((frame) => toBase64(frame.blob))));
        } finally {
            drop();
        }
    });
    onBeforeUnmount(drop);
    return { frames, decision, judge };
}
