package dev.slipway.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.base.Failure.Invalid;
import dev.slipway.base.Json;
import org.junit.jupiter.api.Test;

/** What may be asked for. */
class LoadTestInputTests {

  @Test
  void whatIsLeftOutHasASafeDefault() {
    Wanted wanted = read("\"p99_ms\": 200").checked();

    assertThat(wanted.ladder()).isEqualTo(new Ladder(1, 2, null));
    assertThat(wanted.stepSeconds()).isEqualTo(60);
    assertThat(wanted.ceilings()).isEqualTo(new Ceilings(64, 1000, 200_000, 900));
    assertThat(wanted.safetyFactor()).isEqualTo(0.5);
    assertThat(wanted.maxErrorShare()).isEqualTo(0.01);
  }

  @Test
  void whatContradictsItselfIsRefused() {
    for (String wrong :
        new String[] {
          "\"factor\": 2",
          "\"p99_ms\": 200, \"p95_ms\": 100",
          "\"p99_ms\": 0",
          "\"p99_ms\": 200, \"factor\": 1",
          "\"p99_ms\": 200, \"steps\": []",
          "\"p99_ms\": 200, \"steps\": [4, 2]",
          "\"p99_ms\": 200, \"steps\": [1, 2], \"factor\": 2",
          "\"p99_ms\": 200, \"steps\": [0, 2]",
          "\"p99_ms\": 200, \"steps\": [null]",
          "\"p99_ms\": 200, \"steps\": [1, 5000]",
          "\"p99_ms\": 200, \"samples\": []",
          "\"p99_ms\": 200, \"start_concurrency\": 65",
          "\"p99_ms\": 200, \"max_requests\": 0",
          "\"p99_ms\": 200, \"max_seconds\": 30",
          "\"p99_ms\": 200, \"step_seconds\": 301",
          "\"p99_ms\": 200, \"safety_factor\": 2",
          "\"p99_ms\": 200, \"max_error_share\": 0.6"
        }) {
      assertThatThrownBy(() -> read(wrong).checked()).as(wrong).isInstanceOf(Invalid.class);
    }
  }

  private static LoadTestInput read(String members) {
    return Json.read("{\"reason\": \"a test\", " + members + "}", LoadTestInput.class);
  }
}
