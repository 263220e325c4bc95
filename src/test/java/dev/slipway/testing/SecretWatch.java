package dev.slipway.testing;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Reads along what the whole run of tests writes to its output and error streams, where the log
 * goes, and fails the class during which a secret was seen there. JUnit finds it by itself ({@code
 * META-INF/services}); a class at the same time may be blamed, and none is overlooked.
 */
public final class SecretWatch implements BeforeAllCallback, AfterAllCallback {

  /** Goes through every way in as the value of what must stay secret. */
  public static final String CANARY = "canary-yellow-3f9c1d7a5be84260";

  /** The admin's token is in nearly every request of nearly every test. */
  private static final List<String> SECRETS =
      List.of(CANARY, ApiServer.TOKEN, IdentityProvider.SECRET, IdentityProvider.PASSWORD);

  private static final Set<String> SEEN = ConcurrentHashMap.newKeySet();

  static {
    System.setOut(new PrintStream(new Reading(System.out), true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(new Reading(System.err), true, StandardCharsets.UTF_8));
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    // The streams are read from the first class on.
  }

  @Override
  public void afterAll(ExtensionContext context) {
    List<String> seen = List.copyOf(SEEN);
    SEEN.clear();
    Assertions.assertThat(seen).as("lines of the log that hold a secret").isEmpty();
  }

  /** Passes everything on and looks at each line. */
  private static final class Reading extends OutputStream {
    private static final int LONGEST = 1 << 16;

    private final PrintStream to;
    private final StringBuilder line = new StringBuilder();

    Reading(PrintStream to) {
      this.to = to;
    }

    @Override
    public void write(int octet) {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] octets, int offset, int length) {
      to.write(octets, offset, length);
      for (int i = offset; i < offset + length; i++) {
        if (octets[i] == '\n' || line.length() >= LONGEST) {
          look();
        } else {
          line.append((char) octets[i]);
        }
      }
    }

    @Override
    public void flush() {
      to.flush();
    }

    private void look() {
      String text = line.toString();
      line.setLength(0);
      SECRETS.stream()
          .filter(text::contains)
          .findFirst()
          .ifPresent(secret -> SEEN.add(text.replace(secret, "<secret>")));
    }
  }
}
