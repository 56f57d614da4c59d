/**
 * How notes and retractions travel between workers. A frame is its length (4 bytes, of what follows), its kind (1 byte)
 * and items: notes one behind the other, or one retraction. Numbers are little-endian; a string is 2 bytes, its length
 * in UTF-16 code units times two, plus one where they take two bytes each, and the units: what was a lone surrogate in
 * a cut text comes out as one. Both ends are the same build, so that there is no version in it.
 */
export const FrameKind = { NOTES: 1, RETRACTION: 2 } as const;

/** Bytes of a length. */
export const lengthBytes = 4;
/** Largest frame, with its length. */
export const mostFrameBytes = 512 * 1024;
/** Longest string, in UTF-16 code units. */
export const mostStringUnits = 0x7fff;
