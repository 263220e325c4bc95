package dev.slipway.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Identifiers that begin with the time at which they were made (RFC 9562, section 5.7). */
class IdsTests {

  @Test
  void whatIsMadeFromAMomentOnIsNotLessThanTheLeastOfThatMoment() {
    Instant before = Instant.ofEpochMilli(System.currentTimeMillis());
    List<UUID> made = List.of(Ids.next(), Ids.unordered());
    Instant after = Instant.ofEpochMilli(System.currentTimeMillis() + 1);

    assertThat(made)
        .extracting(UUID::toString)
        .allSatisfy(each ->
            assertThat(each)
                .isGreaterThanOrEqualTo(Ids.leastOf(before).toString())
                .isLessThan(Ids.leastOf(after).toString()));
    assertThat(Ids.leastOf(before).version()).isEqualTo(7);
    assertThat(Ids.leastOf(before).variant()).isEqualTo(2);
  }

  @Test
  void allAreOfTheSameFormAndNoTwoAreTheSame() {
    Set<UUID> made =
        Stream.generate(() -> List.of(Ids.next(), Ids.unordered()))
            .limit(1_000)
            .flatMap(List::stream)
            .collect(Collectors.toSet());

    assertThat(made)
        .hasSize(2_000)
        .allSatisfy(each -> {
          assertThat(each.version()).isEqualTo(7);
          assertThat(each.variant()).isEqualTo(2);
        });
  }

  @Test
  void whatOnlyResemblesAnIdentifierIsNone() {
    UUID id = Ids.next();

    assertThat(Ids.read(id.toString())).contains(id);
    assertThat(Ids.read(id.toString().toUpperCase(Locale.ROOT))).contains(id);
    assertThat(Ids.read("01981c8e7a007000-8000-1-1-1")).isEmpty();
    assertThat(Ids.read("1-1-1-1-1")).isEmpty();
    assertThat(Ids.read(id + "0")).isEmpty();
  }
}
