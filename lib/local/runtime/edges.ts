import type { Server } from 'node:http';
import { type DistributionSpec, readDistributions } from '../edge/config.ts';
import { Distribution } from '../edge/distribution.ts';
import { edgeServer } from '../edge/server.ts';
import type { S3 } from '../s3/open.ts';
import type { Stage } from '../template/stage.ts';
import { HOST } from './listen.ts';

/** A distribution with its place on this machine. */
export interface Edge {
  readonly spec: DistributionSpec;
  readonly distribution: Distribution;
  readonly server: Server;
  readonly port: number;
  readonly url: string;
}

/** The first distribution has the runtime's port; the next one's control address lies between it and the others. */
export const edgePort = (port: number, index: number): number =>
  index === 0 ? port : port + 1 + index;

export interface EdgesOptions {
  readonly port: number;
  readonly s3: S3;
  readonly strictInflight: boolean;
  log(line: string): void;
}

/** Makes the template's distributions; none listens yet. */
export function makeEdges(stage: Stage, options: EdgesOptions): readonly Edge[] {
  return readDistributions(stage).map((spec, index) => {
    const port = edgePort(options.port, index);
    const domainName = `${HOST}:${port}`;
    const distribution = new Distribution({
      spec,
      domainName,
      log: options.log,
      strictInflight: options.strictInflight,
      async getObject(bucket, key) {
        const object = await options.s3.bucket(bucket)?.get(key);
        if (!object) return undefined;
        const { bytes, etag, modifiedAt, headers, metadata } = object;
        const meta = Object.entries(metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
        return {
          body: bytes,
          etag,
          lastModified: new Date(modifiedAt),
          headers: { ...headers, ...Object.fromEntries(meta) },
        };
      },
    });
    const server = edgeServer(distribution, options.log);
    return { spec, distribution, server, port, url: `http://${domainName}` };
  });
}
