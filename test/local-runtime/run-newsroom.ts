/* A runtime in a process of its own, to be killed: `node run-newsroom.ts CDK_OUT DATA PORT`. */
import { startRuntime } from '../../lib/local/runtime.ts';

const [cdkOut = '', dataDir = '', port = ''] = process.argv.slice(2);
const { awsUrl } = await startRuntime({ cdkOut, dataDir, port: Number(port) });
process.stdout.write(`${awsUrl}\n`);
