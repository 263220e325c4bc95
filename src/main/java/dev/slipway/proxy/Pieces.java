package dev.slipway.proxy;

import io.vertx.core.buffer.Buffer;

/** Reads a large body piece by piece, since a copy of it would take room that nobody counts. */
final class Pieces {

  private static final int SIZE = 16 * 1024;

  private Pieces() {}

  /** Is given each piece, which is only good until the next. */
  interface Reader {
    void read(byte[] piece, int offset, int length);
  }

  /** Reads from one place to another, in order; what was read may be overwritten at once. */
  static void of(Buffer body, int from, int to, Reader reader) {
    byte[] piece = new byte[Math.min(SIZE, to - from)];
    for (int at = from; at < to; at += piece.length) {
      int length = Math.min(piece.length, to - at);
      body.getBytes(at, at + length, piece);
      reader.read(piece, 0, length);
    }
  }
}
