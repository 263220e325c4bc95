package dev.slipway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class KeptBodyTests {

  @Test
  void membersAreRedactedWhereverTheyStand() {
    assertThat(
            kept(
                "{\"ssn\": \"1\", \"a\": [{\"SSN\": {\"x\": 1}}, [2]], \"email\": null, \"b\":"
                    + " 1.50}",
                "ssn",
                "email"))
        .isEqualTo(
            "{\"ssn\":\"[redacted]\",\"a\":[{\"SSN\":\"[redacted]\"},[2]],"
                + "\"email\":\"[redacted]\",\"b\":1.5}");
  }

  @Test
  void textIsKeptAsItIsWhenNothingIsToBeRedacted() {
    assertThat(kept("1,2,ä")).isEqualTo("1,2,ä");
    assertThat(kept("")).isEmpty();
  }

  @Test
  void whatCannotBeRedactedIsLeftOut() {
    assertThat(kept("1,2,3", "ssn")).as("no JSON").isNull();
    assertThat(kept("{\"ssn\": ", "ssn")).isNull();
    assertThat(kept("{} ssn", "ssn")).isNull();
  }

  @Test
  void whatIsTooLargeOrNoTextIsLeftOut() {
    assertThat(kept("x".repeat(101))).isNull();
    assertThat(KeptBody.of(new byte[] {(byte) 0xff}, 100, List.of())).isNull();
    assertThat(kept("a\0b")).isNull();
    assertThat(KeptBody.of(null, 100, List.of())).isNull();
  }

  private static @Nullable String kept(String body, String... redact) {
    return KeptBody.of(
        body.getBytes(StandardCharsets.UTF_8), redact.length == 0 ? 100 : 1000, List.of(redact));
  }
}
