package dev.slipway.contract;

import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Chance that repeats itself for the same seed. */
final class Chance {

  private final Random random;

  Chance(long seed) {
    random = new Random(seed);
  }

  /** Whether one of so many cases has come about. */
  boolean oneIn(int cases) {
    return random.nextInt(cases) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T of(List<T> some) {
    return some.get(random.nextInt(some.size()));
  }

  @SafeVarargs
  final <T> T of(T... some) {
    return some[random.nextInt(some.length)];
  }

  UUID id() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  /** A short word that is a name everywhere. */
  String word() {
    StringBuilder word = new StringBuilder();
    for (int i = 3 + random.nextInt(8); i > 0; i--) {
      word.append((char) ('a' + random.nextInt(26)));
    }
    return word.toString();
  }

  /** Text that somebody may have forgotten to think of. */
  String oddText() {
    return of(
        "",
        " ",
        "\u0000",
        "\ud800",
        "a\udc00b",
        "😀",
        "é̈",
        "\u202ereversed",
        "'; drop table model; --",
        "%",
        "%_",
        "../../etc/passwd",
        "..;/",
        "${jndi:ldap://127.0.0.1/x}",
        "<script>alert(1)</script>",
        "\r\nX-Injected: 1",
        "\\",
        "\"",
        "{}",
        "null",
        "NaN",
        "-1",
        "9".repeat(40),
        "1e400",
        "true",
        "x".repeat(300),
        "ä".repeat(5000),
        "\u2028\u2029\ufeff",
        "\ufffe");
  }
}
