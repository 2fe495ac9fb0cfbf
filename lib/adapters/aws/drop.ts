import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { Drop } from '#domain/ports.ts';
import { absentOn, NOT_FOUND, s3Client } from './s3.ts';

/** The stage's drop bucket. */
export function openDrop(bucket: string): Drop {
  const client = s3Client();
  return {
    name: bucket,
    async read(key, maxBytes) {
      const { Body, ContentLength = Number.POSITIVE_INFINITY } = await absentOn(NOT_FOUND, () =>
        client.send(new GetObjectCommand({ Bucket: bucket, Key: key })),
      );
      if (!Body) return undefined;
      if (ContentLength > maxBytes) {
        // Left unread, the body would hold its connection until it is collected.
        await Body.transformToWebStream().cancel();
        throw new RangeError(`${key} has ${ContentLength} bytes; at most ${maxBytes} are read.`);
      }
      return await Body.transformToString();
    },
    async write(key, text) {
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }));
    },
  };
}
