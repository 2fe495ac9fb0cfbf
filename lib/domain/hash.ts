/* The contract needs the same digests as the domain (an id made from a URI), and nothing of the contract may import the domain. */
export { sha256Base32, sha256Hex } from '#events';
