package dev.slipway.simulator.serving;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The body of a model's answer, part by part. Closed by any thread, it ends there. */
public interface Parts extends AutoCloseable {

  /** The most that a part holds where the model does not make parts itself. */
  int LARGEST = 1024;

  /**
   * The next part, as soon as there is one; null at the end.
   *
   * @throws IOException when the model breaks off, or this is closed
   */
  byte @Nullable [] next() throws IOException;

  @Override
  void close();

  /** An answer that is there already, cut. */
  static Parts of(byte[] whole) {
    return new Parts() {
      private int at;

      @Override
      public byte @Nullable [] next() {
        if (at >= whole.length) {
          return null;
        }
        int from = at;
        at = Math.min(whole.length, from + LARGEST);
        return Arrays.copyOfRange(whole, from, at);
      }

      @Override
      public void close() {
        at = whole.length;
      }
    };
  }

  /** What a server sends, as it arrives. */
  static Parts of(InputStream arriving) {
    byte[] buffer = new byte[64 * LARGEST];
    return new Parts() {
      @Override
      public byte @Nullable [] next() throws IOException {
        int read = arriving.read(buffer);
        return read < 0 ? null : Arrays.copyOf(buffer, read);
      }

      @Override
      public void close() {
        try {
          arriving.close();
        } catch (IOException e) {
          // It is over either way.
        }
      }
    };
  }
}
