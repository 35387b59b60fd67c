/** Every BlobStore must pass this suite (C8); it runs against R2 in workerd and against the disk in Node. */
import { describe, expect, test } from "vitest";
import type { BlobStore } from "../../shared/storage.ts";

/** @param open answers an empty store */
export function describeBlobStore(name: string, open: () => Promise<BlobStore>): void {
  describe(`${name} as a blob store`, () => {
    test("gives back what was put, as text and as bytes", async () => {
      const store = await open();
      await store.put("spool/2026-11-22/a.ndjson", "招聘\nline two");
      expect(await store.getText("spool/2026-11-22/a.ndjson")).toBe("招聘\nline two");
      const bytes = new Uint8Array([0, 10, 255, 10, 128]);
      await store.put("pages/shot.png", bytes);
      expect(await store.getBytes("pages/shot.png")).toEqual(bytes);
    });

    test("keeps an empty body apart from a missing one", async () => {
      const store = await open();
      await store.put("empty", "");
      expect(await store.getText("empty")).toBe("");
      expect(await store.getText("missing")).toBeNull();
      expect(await store.getBytes("empty/below")).toBeNull();
    });

    test("overwrites body and metadata", async () => {
      const store = await open();
      await store.put("a", "first", { kind: "old" });
      await store.put("a", "second");
      expect(await store.getText("a")).toBe("second");
      expect((await store.list("a")).blobs[0]?.metadata).toEqual({});
    });

    test("holds a key beside keys below it, and odd but legal characters", async () => {
      const store = await open();
      const keys = ["a", "a/b", "a%2Fb", "a b*c'd", "城市/北京", "a%blob", "back\\slash"];
      for (const key of keys) await store.put(key, key);
      for (const key of keys) expect(await store.getText(key)).toBe(key);
      expect((await store.list("")).blobs.map((blob) => blob.key).sort()).toEqual([...keys].sort());
    });

    test("lists by prefix in byte order, with size, time and metadata", async () => {
      const store = await open();
      const before = Date.now() - 60_000;
      await store.put("spool/2/b", "x", { rows: "1", city: "beijing" });
      await store.put("spool/2/a", "工作");
      await store.put("spool/1/z", "");
      await store.put("pages/1", "");
      const { blobs, cursor } = await store.list("spool/");
      expect(blobs.map((blob) => blob.key)).toEqual(["spool/1/z", "spool/2/a", "spool/2/b"]);
      expect(blobs.map((blob) => blob.size)).toEqual([0, 6, 1]);
      expect(blobs[2]?.metadata).toEqual({ rows: "1", city: "beijing" });
      expect(blobs.every((blob) => blob.uploadedAt > before)).toBe(true);
      expect(cursor).toBeNull();
    });

    test("goes on after a cursor, and pages past a thousand blobs without loss", async () => {
      const store = await open();
      const keys = Array.from({ length: 1005 }, (_, index) => `many/${String(index).padStart(5, "0")}`);
      for (let from = 0; from < keys.length; from += 50) {
        await Promise.all(keys.slice(from, from + 50).map((key) => store.put(key, "x")));
      }
      expect((await store.list("many/", "many/01003")).blobs.map((blob) => blob.key)).toEqual(["many/01004"]);
      const seen: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await store.list("many/", cursor ?? undefined);
        expect(page.blobs.length).toBeLessThanOrEqual(1000);
        seen.push(...page.blobs.map((blob) => blob.key));
        cursor = page.cursor;
      } while (cursor !== null);
      expect(seen).toEqual(keys);
      await store.delete(keys);
      expect((await store.list("many/")).blobs).toEqual([]);
    });

    test("deletes many at once, missing ones without an error", async () => {
      const store = await open();
      await store.put("a", "1");
      await store.put("b", "2");
      await store.delete(["a", "gone", "gone/deeper"]);
      await store.delete([]);
      expect(await store.getText("a")).toBeNull();
      expect(await store.getText("b")).toBe("2");
    });

    test.each([
      ["", "is empty"],
      ["/etc/passwd", "empty segment"],
      ["a//b", "empty segment"],
      ["a/", "empty segment"],
      ["../secret", '".."'],
      ["a/../../secret", '".."'],
      ["./a", '"."'],
      ["x".repeat(1025), "longer than 1024 bytes"],
      ["长".repeat(90), "over 240 characters"],
      ["lone\ud800", "not well-formed"],
    ])("refuses the key %j", async (key, reason) => {
      const store = await open();
      await expect(store.put(key, "x")).rejects.toThrow(reason);
      expect((await store.list("")).blobs).toEqual([]);
    });
  });
}
