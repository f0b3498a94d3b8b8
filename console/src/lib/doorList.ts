import { api, ok } from "@/api/client";
import type { Door } from "@/api/types";
import { shortId } from "./format";
import { useLoaded, type Loaded } from "./task";

/** The doors, and their names by id; `mayRead` false: none. A door that was removed still stands in events, by its id. */
export function useDoors(mayRead = true): Loaded<Door[]> & { nameOf: (id: string | null) => string } {
    const doors = useLoaded(async () => (mayRead ? (await ok(api.GET("/api/v1/doors"))).items : []));
    const nameOf = (id: string | null) => (id ? (doors.data.value?.find((door) => door.id === id)?.name ?? shortId(id)) : "—");
    return { ...doors, nameOf };
}
