import { TransactionConflictException } from '@aws-sdk/client-dynamodb';

/**
 * Does `work` and gives what it gives, or gives `left` back when a transaction holds one of the items just now.
 * The SDK does not try that again by itself.
 */
export async function orLeft<T>(
  left: readonly T[],
  work: () => Promise<readonly T[]>,
): Promise<readonly T[]> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TransactionConflictException) return left;
    throw error;
  }
}
