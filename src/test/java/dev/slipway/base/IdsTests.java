package dev.slipway.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Identifiers that begin with the time at which they were made (RFC 9562, section 5.7). */
class IdsTests {

  @Test
  void whatIsMadeFromAMomentOnIsNotLessThanTheLeastOfThatMoment() {
    Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
    UUID made = Ids.next();
    Instant after = Instant.ofEpochMilli(System.currentTimeMillis() + 1);

    assertThat(made.toString())
        .isGreaterThanOrEqualTo(Ids.leastOf(before).toString())
        .isLessThan(Ids.leastOf(after).toString());
    assertThat(Ids.leastOf(before).version()).isEqualTo(7);
    assertThat(Ids.leastOf(before).variant()).isEqualTo(2);
  }
}
