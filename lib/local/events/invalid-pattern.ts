/** A pattern that EventBridge would refuse. */
export class InvalidPattern extends Error {
  override readonly name = 'InvalidPattern';
}
