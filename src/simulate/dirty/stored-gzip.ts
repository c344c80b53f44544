import { crc32 } from 'node:zlib';

/** Magic, deflate, no flags, no time, no system: RFC 1952. */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
const MAX_BLOCK = 0xffff;

/** Gzip of stored blocks (RFC 1951, 3.2.4): how well zlib packs differs between versions of Node, and bytes must not. */
export function storedGzip(bytes: Uint8Array): Buffer {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += MAX_BLOCK) {
    const block = bytes.subarray(at, at + MAX_BLOCK);
    const head = Buffer.alloc(5);
    head[0] = at + MAX_BLOCK >= bytes.length ? 1 : 0;
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(block.length ^ 0xffff, 3);
    blocks.push(head, block);
  }
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(crc32(bytes), 0);
  trailer.writeUInt32LE(bytes.length % 0x1_0000_0000, 4);
  return Buffer.concat([HEADER, ...blocks, trailer]);
}
