import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  InvokeModelCommand,
  ValidationException,
} from '@aws-sdk/client-bedrock-runtime';
import { CLIENT, unlogged } from './lean.ts';
import { unlessAborted } from './patience.ts';

/** The most that the model takes; it takes no more than 8,192 tokens besides, which only itself can count. */
const CHARACTERS_MAX = 50_000;

/** No text of so few characters has more tokens than the model takes: another refusal of it is not for its length. */
const CHARACTERS_SURE = 1000;

/** A little less than in proportion: tokens are not spread evenly. */
const MARGIN = 0.95;

/** A text as a unit vector. Only as much of it as the model bears. */
export type Embed = (text: string, signal: AbortSignal) => Promise<readonly number[]>;

interface TitanOptions {
  readonly model: string;
  readonly dimensions: number;
  /** Bedrock's own speaks HTTP/2 alone, which gains a single question nothing. */
  readonly requestHandler: NonNullable<BedrockRuntimeClientConfig['requestHandler']>;
}

/** Amazon Titan Text Embeddings V2: docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html. */
export function openTitan({ model, dimensions, requestHandler }: TitanOptions): Embed {
  const client = unlogged(new BedrockRuntimeClient({ ...CLIENT, requestHandler }));
  const ask = async (inputText: string, signal: AbortSignal): Promise<readonly number[]> => {
    const command = new InvokeModelCommand({
      modelId: model,
      contentType: 'application/json',
      accept: 'application/json',
      body: JSON.stringify({ inputText, dimensions, normalize: true }),
    });
    const { body } = await unlessAborted(signal, client.send(command, { abortSignal: signal }));
    return embeddingIn(body.transformToString(), model, dimensions);
  };
  return async (whole, signal) => {
    for (let text = cut(whole, CHARACTERS_MAX); ; ) {
      try {
        return await ask(text, signal);
      } catch (error) {
        const shorter = text.length > CHARACTERS_SURE && shortened(text, error);
        if (!shorter) throw error;
        text = shorter;
      }
    }
  };
}

function embeddingIn(json: string, model: string, dimensions: number): readonly number[] {
  const answer: { readonly embedding?: readonly number[] } = JSON.parse(json);
  if (answer.embedding?.length === dimensions) return answer.embedding;
  throw new Error(
    `${model} gave ${answer.embedding?.length ?? 'no'} numbers where ${dimensions} were asked for.`,
  );
}

/** As much of the text as the model's refusal leaves hope for; `undefined`: it was not refused for its length. */
function shortened(text: string, error: unknown): string | undefined {
  if (!(error instanceof ValidationException)) return undefined;
  if (!/input tokens|maxLength/i.test(error.message)) return undefined;
  const [, most, counted] = /max input tokens: *(\d+)\D+(\d+)/i.exec(error.message) ?? [];
  const share = Number(most) / Number(counted);
  return cut(text, text.length * (share < 1 ? share * MARGIN : 0.5));
}

/** Never half a character at the end. */
const cut = (text: string, length: number): string =>
  text.slice(0, Math.floor(length)).replace(/[\uD800-\uDBFF]$/, '');
