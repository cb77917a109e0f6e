package dev.tallyman.pages;

import java.nio.ByteBuffer;

/**
 * One page of LMDB's file: a leaf, whose nodes are keys and values, or a branch, whose nodes lead
 * to other pages. What is outside its bounds is found when the page is made.
 *
 * <pre>
 *   page  | number 8 | pad 2 | flags 2 | lower 2 | upper 2 | places of nodes, 2 each ... nodes |
 *   node  | value's length 4, or child's number 6 | flags 2, or its high bits | key's length 2 |
 *         | key | value, or the number of the pages that it is in |
 * </pre>
 *
 * <p>Threading: immutable.
 */
final class LmdbPage {
  static final int BRANCH = 0x01;
  static final int LEAF = 0x02;
  static final int OVERFLOW = 0x04;

  static final int HEADER_BYTES = 16;
  static final int FLAGS_AT = 10;
  private static final int LOWER_AT = 12;
  private static final int UPPER_AT = 14;

  private static final int NODE_BYTES = 8;
  private static final int NODE_FLAGS_AT = 4;
  private static final int KEY_LENGTH_AT = 6;
  private static final int KEY_BYTES_LIMIT = 511;
  private static final int VALUE_ELSEWHERE = 0x01;
  private static final int VALUE_IS_TREE = 0x02;

  private final long number;
  private final ByteBuffer bytes;
  private final int[] nodes;

  LmdbPage(long number, ByteBuffer bytes, int kind) throws DamagedPageException {
    this.number = number;
    this.bytes = bytes;
    int lower = unsigned(LOWER_AT);
    int upper = unsigned(UPPER_AT);
    require(bytes.getLong(0) == number && bytes.getShort(FLAGS_AT) == kind, "header");
    require(HEADER_BYTES < lower && lower <= upper && upper <= bytes.limit(), "bounds");
    nodes = new int[(lower - HEADER_BYTES) / Short.BYTES];
    for (int i = 0; i < nodes.length; i++) {
      int node = unsigned(HEADER_BYTES + i * Short.BYTES);
      require(node >= upper && node + NODE_BYTES <= bytes.limit(), "place of a node");
      int key = unsigned(node + KEY_LENGTH_AT);
      long valueBytes = kind != LEAF ? 0 : isElsewhere(node) ? Long.BYTES : valueBytes(node);
      require(key <= KEY_BYTES_LIMIT, "length of a key");
      require(node + NODE_BYTES + key + valueBytes <= bytes.limit(), "length of a node");
      nodes[i] = node;
    }
  }

  long number() {
    return number;
  }

  /** Where its nodes are. */
  int[] nodes() {
    return nodes.clone();
  }

  /** The page that a branch's node leads to. */
  long child(int node) {
    return Integer.toUnsignedLong(bytes.getInt(node))
        | (long) unsigned(node + NODE_FLAGS_AT) << Integer.SIZE;
  }

  /** Whether a leaf's value is the root of a tree. */
  boolean isTree(int node) {
    return (bytes.getShort(node + NODE_FLAGS_AT) & ~VALUE_ELSEWHERE) == VALUE_IS_TREE;
  }

  /** Whether a leaf's value is in pages of its own, and here only their number. */
  boolean isElsewhere(int node) {
    return (bytes.getShort(node + NODE_FLAGS_AT) & VALUE_ELSEWHERE) != 0;
  }

  /** How long a leaf's value is. */
  long valueBytes(int node) {
    return Integer.toUnsignedLong(bytes.getInt(node));
  }

  /** A leaf's value as it stands here. */
  ByteBuffer value(int node) {
    int at = node + NODE_BYTES + unsigned(node + KEY_LENGTH_AT);
    int length = isElsewhere(node) ? Long.BYTES : (int) valueBytes(node);
    return bytes.slice(at, length).order(bytes.order());
  }

  private int unsigned(int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  private void require(boolean ok, String what) throws DamagedPageException {
    if (!ok) {
      throw new DamagedPageException(what, number);
    }
  }
}
